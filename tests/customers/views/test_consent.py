"""The record of somebody's consent on their page, and what is handed out of what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client

from customers.models import Contact, Customer
from team.models import AuditEntry, Program, User
from tests.factories.customers import CustomerFactory, EventFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

ClientFor = Callable[[User], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ada(program: Program) -> Customer:
    return CustomerFactory.create(name="Ada", country="DE")


@pytest.fixture
def browser(client_for: ClientFor, manager: User) -> Client:
    """A manager's."""
    return client_for(manager)


def page_of(browser: Client, customer: Customer) -> str:
    return browser.get(f"/customers/{customer.pk}/manage/").text


def contact_of(customer: Customer) -> Contact:
    return Contact.objects.get(pk=customer.contact_id or 0)


def test_an_opt_in_is_recorded_with_time_and_source_and_audited(browser: Client, ada: Customer) -> None:
    Program.objects.update(opt_in_countries=["DE"])
    assert "their country asks for an opt-in" in page_of(browser, ada)

    browser.post(f"/customers/{ada.pk}/opt-in/", {"at": "2026-03-01T10:00", "source": "Order form"})

    ada.refresh_from_db()
    assert (ada.opted_in_at, ada.opt_in_source) == (datetime(2026, 3, 1, 10, tzinfo=UTC), "Order form")
    page = page_of(browser, ada)
    assert "Order form" in page
    assert "their country asks for an opt-in" not in page
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.changes) == (
        "customer.opted_in",
        {"opted_in_at": [None, "2026-03-01 10:00:00+00:00"], "opt_in_source": ["", "Order form"]},
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"at": "2026-03-11T10:00", "source": "x"}, "at"),
        ({"at": "soon", "source": "x"}, "at"),
        ({"at": "2026-03-01T10:00", "source": ""}, "source"),
    ],
)
def test_no_opt_in_is_recorded_without_its_proof(
    browser: Client, ada: Customer, data: dict[str, str], field: str
) -> None:
    response = browser.post(f"/customers/{ada.pk}/opt-in/", data)

    ada.refresh_from_db()
    assert response.status_code == 400
    assert list(response.context["opt_in_form"].errors) == [field]
    assert ada.opted_in_at is None


def test_an_opt_in_lifts_no_refusal(browser: Client, ada: Customer) -> None:
    Contact.objects.update(blocked_reason="unsubscribed", blocked_at=NOW)

    browser.post(f"/customers/{ada.pk}/opt-in/", {"at": "2026-03-01T10:00", "source": "Order form"})

    assert contact_of(ada).blocked_reason == "unsubscribed"


def test_an_opt_in_is_withdrawn_once(browser: Client, ada: Customer) -> None:
    Customer.objects.update(opted_in_at=NOW, opt_in_source="Order form")
    for _ in range(2):
        browser.post(f"/customers/{ada.pk}/opt-in/withdraw/")

    ada.refresh_from_db()
    assert (ada.opted_in_at, ada.opt_in_source) == (None, "")
    assert AuditEntry.objects.get().action == "customer.opt_in_withdrawn"


def test_a_pause_is_set_and_ended_by_staff(browser: Client, ada: Customer, manager: User) -> None:
    browser.post(f"/customers/{ada.pk}/pause/", {"months": "3"})

    assert contact_of(ada).paused_until == datetime(2026, 6, 9, 22, tzinfo=UTC)
    assert "they asked for a pause" in page_of(browser, ada)

    browser.post(f"/customers/{ada.pk}/pause/end/")

    assert contact_of(ada).paused_until is None
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "changes__source")) == [
        ("contact.paused", manager.pk, "staff"),
        ("contact.pause_ended", manager.pk, "staff"),
    ]


def test_a_pause_of_another_length_is_none(browser: Client, ada: Customer) -> None:
    browser.post(f"/customers/{ada.pk}/pause/", {"months": "600"})

    assert contact_of(ada).paused_until is None


def test_a_block_by_staff_says_who_did_it(browser: Client, ada: Customer, manager: User) -> None:
    browser.post(f"/customers/{ada.pk}/block/")

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.changes) == (
        "contact.blocked",
        manager,
        {"blocked_reason": ["", "staff"]},
    )


def test_all_that_is_stored_is_shown_and_taken_along(browser: Client, ada: Customer, manager: User) -> None:
    EventFactory.create(customer=ada, name="trial_signup")

    page = browser.get(f"/customers/{ada.pk}/data/")
    assert "trial_signup" in page.text
    assert not AuditEntry.objects.exists()

    file = browser.post(f"/customers/{ada.pk}/data/")

    assert file.headers["Content-Disposition"] == f'attachment; filename="customer-{ada.pk}.json"'
    assert "no-store" in file.headers["Cache-Control"]
    document = json.loads(file.content)
    assert document["data"]["Person"][0]["name"] == "Ada"
    assert document["data"]["Events"][0]["name"] == "trial_signup"
    assert AuditEntry.objects.get().action == "customer.exported"


def test_a_long_list_is_shown_in_part_and_taken_along_whole(browser: Client, ada: Customer) -> None:
    EventFactory.create_batch(60, customer=ada)

    page = browser.get(f"/customers/{ada.pk}/data/")
    file = browser.post(f"/customers/{ada.pk}/data/")

    assert "And 10 more in the file." in page.text
    assert len(json.loads(file.content)["data"]["Events"]) == 60


def test_reps_and_viewers_hand_nothing_out(client_for: ClientFor, rep: User, ada: Customer) -> None:
    assert client_for(rep).get(f"/customers/{ada.pk}/data/").status_code == 403


@pytest.mark.parametrize(("stop", "reason"), [({"stop": "on"}, "unsubscribed"), ({}, "")])
def test_erasing_may_refuse_the_address_as_well(
    client_for: ClientFor, admin: User, ada: Customer, stop: dict[str, str], reason: str
) -> None:
    contact = contact_of(ada)

    client_for(admin).post(f"/customers/{ada.pk}/erase/", {"confirm": "erase", **stop})

    contact.refresh_from_db()
    assert contact.blocked_reason == reason


def test_a_customer_without_address_has_nothing_to_pause(browser: Client, program: Program) -> None:
    customer = CustomerFactory.create(email="", contact=None)

    page = page_of(browser, customer)
    response = browser.post(f"/customers/{customer.pk}/pause/", {"months": "6"})

    assert "There is no e-mail address." in page
    assert response.status_code == 302


def test_the_page_says_when_the_quiet_period_ends(browser: Client, ada: Customer) -> None:
    """G63"""
    Contact.objects.update(last_asked_at=NOW, next_survey_at=NOW + timedelta(days=184))

    assert "the quiet period lasts until" in page_of(browser, ada)
