"""What comes in about an address makes us more careful, never less."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from customers.domain import consent, facts, intake
from customers.domain.facts import InvalidFacts
from customers.enums import BlockReason, Source
from customers.models import Contact, Customer
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

BERLIN = ZoneInfo("Europe/Berlin")
pytestmark = pytest.mark.usefixtures("program")


def take(**told: object) -> str:
    return intake.upsert(facts={"email": "ada@example.org", **told}, source=Source.IMPORT, now=NOW).outcome


def told(**more: object) -> list[str | dict[str, str]]:
    batch = [facts.clean({"email": "ada@example.org", **more})]
    results = intake.absorb(batch=batch, source=Source.IMPORT, now=NOW)
    return [it.errors if isinstance(it, InvalidFacts) else it.outcome for it in results]


def test_a_refusal_blocks_and_its_absence_unblocks_nobody() -> None:
    """G75: suppression wins over whatever a file says."""
    assert [take(unsubscribed=True), take(unsubscribed=True), take(unsubscribed=False)] == [
        "created",
        "unchanged",
        "unchanged",
    ]
    contact = Contact.objects.get()
    assert (contact.blocked_reason, contact.blocked_at) == (BlockReason.UNSUBSCRIBED, NOW)


def test_a_refusal_of_a_known_customer_is_a_change() -> None:
    take()

    assert take(unsubscribed=True) == "changed"


def test_a_new_opt_in_does_not_lift_a_block() -> None:
    take(unsubscribed=True)
    take(opted_in=True, opt_in_source="Fair 2026")

    customer = Customer.objects.select_related("contact").get()
    assert (customer.opted_in_at, customer.opt_in_source) == (NOW, "Fair 2026")
    assert customer.contact is not None
    assert customer.contact.blocked_reason == BlockReason.UNSUBSCRIBED


def test_last_surveyed_holds_for_the_quiet_months() -> None:
    """G64: somebody whom another program asked lately is not asked again."""
    assert take(last_surveyed_on="2026-02-01") == "created"

    contact = Contact.objects.get()
    assert contact.last_asked_at == datetime(2026, 2, 1, tzinfo=BERLIN)
    assert contact.next_survey_at == datetime(2026, 8, 1, tzinfo=BERLIN)


def test_last_surveyed_never_lowers_a_hold() -> None:
    """G64"""
    take(last_surveyed_on="2026-02-01")
    before = Contact.objects.values().get()

    assert take(last_surveyed_on="2025-12-24") == "unchanged"
    assert take(last_surveyed_on="2026-02-01") == "unchanged"
    assert Contact.objects.values().get() == before


def test_a_later_last_surveyed_raises_the_hold() -> None:
    take(last_surveyed_on="2026-02-01")

    assert take(last_surveyed_on="2026-03-01") == "changed"
    assert Contact.objects.get().next_survey_at == datetime(2026, 9, 1, tzinfo=BERLIN)


def test_a_survey_of_long_ago_leaves_a_claim_its_hold() -> None:
    take()
    token, until = uuid4(), NOW + timedelta(days=180)
    Contact.objects.update(hold_token=token, next_survey_at=until, hold_before=None)

    assert take(last_surveyed_on="2020-01-01") == "changed"

    contact = Contact.objects.get()
    assert (contact.hold_token, contact.next_survey_at) == (token, until)
    assert contact.last_asked_at == datetime(2020, 1, 1, tzinfo=BERLIN)


def test_a_recent_survey_takes_a_claim_its_hold() -> None:
    take()
    Contact.objects.update(hold_token=uuid4(), next_survey_at=NOW + timedelta(days=180), hold_before=None)

    take(last_surveyed_on="2026-03-01")

    assert Contact.objects.get().hold_token is None


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"last_surveyed_on": "2026-03-11"}, {"last_surveyed_on": "This lies in the future."}),
        ({"unsubscribed": "perhaps"}, {"unsubscribed": "This must be true or false."}),
        ({"opted_in_at": "2026-03-01T10:00:00"}, None),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, object], problem: dict[str, str] | None) -> None:
    try:
        (outcome,) = told(**more)
    except InvalidFacts as refusal:
        outcome = refusal.errors

    wanted = problem or {"opted_in_at": "An instant needs its time zone, like 2026-03-31T09:30:00Z."}
    assert outcome == wanted
    assert not Customer.objects.exists()


def test_without_an_address_a_refusal_would_be_lost() -> None:
    with pytest.raises(InvalidFacts) as refused:
        intake.upsert(facts={"external_id": "C-1", "unsubscribed": True}, source=Source.IMPORT, now=NOW)

    assert refused.value.errors == {
        "unsubscribed": "This needs an e-mail address, which the customer does not have."
    }
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("said", "at", "source"),
    [
        ({"opted_in": True}, NOW, ""),
        ({"opted_in": True, "opted_in_at": "2026-01-31"}, datetime(2026, 1, 31, 12, tzinfo=UTC), ""),
        ({"opted_in_at": date(2026, 1, 31)}, datetime(2026, 1, 31, 12, tzinfo=UTC), ""),
        ({"opted_in_at": "2026-01-31T09:30:00+01:00"}, datetime(2026, 1, 31, 8, 30, tzinfo=UTC), ""),
        ({"opted_in": False, "opted_in_at": "2026-01-31", "opt_in_source": "Form"}, None, ""),
    ],
)
def test_an_opt_in_is_kept_with_its_time_and_source(
    said: dict[str, object], at: datetime | None, source: str
) -> None:
    assert take(**said) == "created"
    assert take(**said) == "unchanged"

    customer = Customer.objects.get()
    assert (customer.opted_in_at, customer.opt_in_source) == (at, source)


def test_a_yes_that_is_known_keeps_its_time() -> None:
    take(opted_in_at="2026-01-31")

    assert take(opted_in=True) == "unchanged"
    assert Customer.objects.get().opted_in_at == datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_changed_by_hand_the_refusal_goes_to_the_new_address() -> None:
    customer = CustomerFactory.create(email="old@example.org")
    consent.block(contact_id=customer.contact_id or 0, reason=BlockReason.UNSUBSCRIBED, now=NOW)

    intake.change(
        customer=customer, facts={"email": "new@example.org", "last_surveyed_on": "2026-03-01"}, now=NOW
    )

    contact = Customer.objects.select_related("contact").get().contact
    assert contact is not None
    assert (contact.blocked_reason, contact.next_survey_at) == (
        BlockReason.UNSUBSCRIBED,
        datetime(2026, 9, 1, tzinfo=BERLIN),
    )
