"""What staff do about one customer."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from customers.models import Contact, Customer, Event
from team.models import AuditEntry, Program, User
from tests.factories.customers import CustomerFactory, EventFactory

ClientFor = Callable[[User], Client]


@pytest.fixture
def ada(program: Program) -> Customer:
    return CustomerFactory.create(name="Ada")


def test_an_event_is_recorded_by_hand(manager: User, ada: Customer, client_for: ClientFor) -> None:
    """G52: events arrive by UI, too."""
    client = client_for(manager)

    response = client.post(
        f"/customers/{ada.pk}/event/", {"name": "support_case_closed", "occurred_at": "2026-03-01T10:00"}
    )

    assert response.headers["Location"] == f"/customers/{ada.pk}/manage/"
    event = Event.objects.get()
    assert (event.customer, event.name, event.occurred_at.isoformat()) == (
        ada,
        "support_case_closed",
        "2026-03-01T10:00:00+00:00",
    )
    page = client.get(f"/customers/{ada.pk}/manage/").content.decode()
    assert "support_case_closed" in page


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": "Case closed", "occurred_at": "2026-03-01T10:00"}, "Use 1 to 64 small letters"),
        ({"name": "renewal", "occurred_at": "2999-03-01T10:00"}, "This lies in the future"),
        ({"name": "renewal"}, "This field is required."),
    ],
)
def test_what_is_no_event_is_refused(
    manager: User, ada: Customer, client_for: ClientFor, data: dict[str, str], error: str
) -> None:
    response = client_for(manager).post(f"/customers/{ada.pk}/event/", data)

    assert response.status_code == 400
    assert error in response.content.decode()
    assert not Event.objects.exists()


def test_an_address_is_blocked_and_allowed_again(manager: User, ada: Customer, client_for: ClientFor) -> None:
    client = client_for(manager)

    client.post(f"/customers/{ada.pk}/block/")
    assert Contact.objects.get().blocked_reason == "staff"
    assert "No: blocked by staff" in client.get(f"/customers/{ada.pk}/manage/").content.decode()

    client.post(f"/customers/{ada.pk}/unblock/")
    assert Contact.objects.get().blocked_reason == ""
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("contact.blocked", manager.pk),
        ("contact.unblocked", manager.pk),
    ]


def test_a_complaint_stays(manager: User, ada: Customer, client_for: ClientFor) -> None:
    Contact.objects.update(blocked_reason="complained", blocked_at=timezone.now())

    page = client_for(manager).post(f"/customers/{ada.pk}/unblock/", follow=True).content.decode()

    assert "cannot be lifted" in page
    assert Contact.objects.get().blocked_reason == "complained"


def test_a_customer_without_an_address_can_be_managed(
    manager: User, program: Program, client_for: ClientFor
) -> None:
    customer = CustomerFactory.create(email="", contact=None)
    client = client_for(manager)

    client.post(f"/customers/{customer.pk}/block/")
    client.post(f"/customers/{customer.pk}/unblock/")

    assert "There is no e-mail address." in client.get(f"/customers/{customer.pk}/manage/").content.decode()


def test_erasing_needs_the_word(admin: User, ada: Customer, client_for: ClientFor) -> None:
    EventFactory.create(customer=ada)
    client = client_for(admin)

    refused = client.post(f"/customers/{ada.pk}/erase/", {"confirm": "yes"})
    assert refused.status_code == 400
    assert Customer.objects.get().erased_at is None

    response = client.post(f"/customers/{ada.pk}/erase/", {"confirm": "erase"})
    assert response.headers["Location"] == "/customers/"
    assert Customer.objects.get().erased_at is not None
    assert client.get(f"/customers/{ada.pk}/manage/").status_code == 404


@pytest.mark.parametrize("path", ["manage", "event", "block", "unblock", "erase"])
def test_acts_are_not_for_everybody(
    viewer: User, rep: User, manager: User, ada: Customer, client_for: ClientFor, path: str
) -> None:
    for user in (viewer, rep, *([manager] if path == "erase" else [])):
        client, url = client_for(user), f"/customers/{ada.pk}/{path}/"
        response = client.get(url) if path == "manage" else client.post(url)
        assert response.status_code == 403
    assert Customer.objects.get().erased_at is None
