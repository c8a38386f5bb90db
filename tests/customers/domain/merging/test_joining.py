"""Two customers become one: what is left, what moves, what is remembered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from customers.domain import cases, consent, erasure, intake, merging, usage
from customers.enums import AliasKind, BlockReason, CaseState, Source, Stage
from customers.models import Contact, Customer, CustomerAlias, Event, NotDuplicate, StageChange
from customers.signals import customer_merged
from team.models import AuditEntry, User
from tests.factories.customers import AccountFactory, CustomerFactory, EventFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("program")
JULY, AUGUST = NOW + timedelta(days=120), NOW + timedelta(days=150)


@pytest.fixture
def kept() -> Customer:
    return CustomerFactory.create(
        name="Ada Lovelace", email="ada@example.org", external_id="C-1", phone="", country="GB"
    )


@pytest.fixture
def lost() -> Customer:
    return CustomerFactory.create(
        name="A. Lovelace",
        email="a.lovelace@example.org",
        external_id="C-2",
        phone="+44 20 1",
        first_purchase_on=date(2024, 1, 2),
        purchase_count=3,
        attributes={"plan": "gold", "beta": False},
    )


def merge(kept: Customer, lost: Customer, **choices: str) -> Customer:
    return merging.merge(kept=kept, lost=lost, choices=choices, actor=None, now=NOW)


def aliases() -> list[Any]:
    return list(CustomerAlias.objects.values_list("customer", "kind", "value"))


def test_what_one_does_not_have_comes_from_the_other(kept: Customer, lost: Customer) -> None:
    """T52"""
    merged = merge(kept, lost)

    assert merged == kept
    assert (merged.name, merged.email, merged.external_id) == ("Ada Lovelace", "ada@example.org", "C-1")
    assert (merged.phone, merged.country, merged.purchase_count) == ("+44 20 1", "GB", 3)
    assert merged.attributes == {"plan": "gold", "beta": False}
    assert merged.stage == Stage.ADVOCATE


def test_the_other_stays_as_an_empty_row_that_says_whom_it_became(kept: Customer, lost: Customer) -> None:
    merge(kept, lost)

    row = Customer.objects.values().get(pk=lost.pk)
    told = {
        name: row[name] for name in ("name", "email", "canonical_email", "external_id", "phone", "contact_id")
    }
    assert told == dict.fromkeys(("name", "email", "phone"), "") | dict.fromkeys(
        ("canonical_email", "external_id", "contact_id")
    )
    assert (row["merged_into_id"], row["attributes"], row["purchase_count"]) == (kept.pk, {}, 0)
    assert list(Customer.objects.current()) == [kept]


def test_chosen_values_survive(kept: Customer, lost: Customer) -> None:
    merged = merge(kept, lost, name="lost", email="lost", external_id="lost")

    assert (merged.name, merged.email) == ("A. Lovelace", "a.lovelace@example.org")
    assert (merged.canonical_email, merged.external_id) == ("a.lovelace@example.org", "C-2")
    assert merged.contact_id == lost.contact_id
    assert aliases() == [
        (kept.pk, AliasKind.EMAIL, "ada@example.org"),
        (kept.pk, AliasKind.EXTERNAL, "C-1"),
    ]


def test_an_empty_value_is_never_chosen_over_a_value(kept: Customer, lost: Customer) -> None:
    assert merge(kept, lost, phone="kept").phone == "+44 20 1"


def test_attributes_are_chosen_by_name(kept: Customer, lost: Customer) -> None:
    Customer.objects.filter(pk=kept.pk).update(attributes={"plan": "silver", "seats": 3})

    merged = merge(kept, lost, **{"attributes.plan": "lost"})

    assert merged.attributes == {"plan": "gold", "seats": 3, "beta": False}


def test_old_names_find_the_one_who_is_left(kept: Customer, lost: Customer) -> None:
    merge(kept, lost)

    found = intake.upsert(
        facts={"email": "A.Lovelace@example.org", "country": "DE"}, source=Source.IMPORT, now=NOW
    )

    assert (found.customer, found.outcome) == (kept, "changed")
    assert Customer.objects.values_list("email", "country").get(pk=kept.pk) == ("ada@example.org", "DE")


def test_whoever_was_merged_before_points_at_the_last(kept: Customer, lost: Customer) -> None:
    first = CustomerFactory.create(email="countess@example.org", external_id="C-3")
    merge(lost, first)
    merge(kept, lost)

    assert set(Customer.objects.exclude(merged_into=None).values_list("pk", "merged_into")) == {
        (first.pk, kept.pk),
        (lost.pk, kept.pk),
    }
    assert [value for _, _, value in aliases()] == [
        "a.lovelace@example.org",
        "countess@example.org",
        "C-2",
        "C-3",
    ]
    assert {pk for pk, _, _ in aliases()} == {kept.pk}


def test_events_stage_changes_and_decisions_move(kept: Customer, lost: Customer) -> None:
    event = EventFactory.create(customer=lost)
    change = StageChange.objects.create(customer=lost, to_stage=Stage.PROSPECT, changed_at=NOW)
    other = CustomerFactory.create()
    first, second = sorted([lost, other], key=lambda it: it.pk)
    NotDuplicate.objects.create(first=first, second=second)
    pair = sorted([kept.pk, lost.pk])
    NotDuplicate.objects.create(first_id=pair[0], second_id=pair[1])

    merge(kept, lost)

    assert Event.objects.get().customer_id == kept.pk
    assert set(StageChange.objects.values_list("pk", "customer")) >= {(change.pk, kept.pk)}
    assert event.pk == Event.objects.get().pk
    assert NotDuplicate.objects.values_list("first", "second").get() == tuple(sorted([kept.pk, other.pk]))


@pytest.mark.parametrize("side", ["kept", "lost"])
@pytest.mark.parametrize(("ours", "theirs"), [(JULY, AUGUST), (AUGUST, JULY), (None, AUGUST), (AUGUST, None)])
def test_the_later_hold_counts(kept: Customer, lost: Customer, ours: Any, theirs: Any, side: str) -> None:
    """G64: a merge asks nobody earlier than either of the two was promised."""
    for customer, until in ((kept, ours), (lost, theirs)):
        Contact.objects.filter(pk=customer.contact_id or 0).update(
            next_survey_at=until, last_asked_at=until and until - timedelta(days=180)
        )

    merged = merge(kept, lost, email=side)

    contact = Contact.objects.get(pk=merged.contact_id or 0)
    assert (contact.next_survey_at, contact.last_asked_at) == (AUGUST, AUGUST - timedelta(days=180))


@pytest.mark.parametrize("side", ["kept", "lost"])
@pytest.mark.parametrize("who", ["kept", "lost"])
@pytest.mark.parametrize("reason", [BlockReason.UNSUBSCRIBED, BlockReason.COMPLAINED, BlockReason.STAFF])
def test_whichever_refused_refused(
    kept: Customer, lost: Customer, side: str, who: str, reason: BlockReason
) -> None:
    refused = {"kept": kept, "lost": lost}[who]
    consent.block(contact_id=refused.contact_id or 0, reason=reason, now=NOW)

    merged = merge(kept, lost, email=side)

    assert Contact.objects.get(pk=merged.contact_id or 0).blocked_reason == reason


def test_a_bounce_speaks_of_one_mailbox(kept: Customer, lost: Customer) -> None:
    consent.block(contact_id=lost.contact_id or 0, reason=BlockReason.BOUNCED, now=NOW)

    merged = merge(kept, lost)

    assert Contact.objects.get(pk=merged.contact_id or 0).blocked_reason == ""


@pytest.mark.parametrize(
    ("side", "at"), [("kept", None), ("lost", NOW)], ids=["the other address", "its own address"]
)
def test_an_agreement_belongs_to_its_address(kept: Customer, lost: Customer, side: str, at: Any) -> None:
    Customer.objects.filter(pk=lost.pk).update(opted_in_at=NOW, opt_in_source="Form")

    merged = merge(kept, lost, email=side)

    assert (merged.opted_in_at, merged.opt_in_source) == (at, "Form" if at else "")


def test_a_merge_is_audited_without_what_it_moved(kept: Customer, lost: Customer, manager: User) -> None:
    merging.merge(kept=kept, lost=lost, choices={"name": "lost"}, actor=manager, now=NOW)

    entry = AuditEntry.objects.get(action="customer.merged")
    assert (entry.actor, entry.subject_id, entry.at) == (manager, str(kept.pk), NOW)
    assert entry.changes == {
        "merged": lost.pk,
        "taken": [
            "attributes.beta", "attributes.plan", "first_purchase_on", "name", "phone", "purchase_count"
        ],
    }  # fmt: skip


def test_dates_that_cannot_be_are_refused_and_nothing_changes(kept: Customer, lost: Customer) -> None:
    Customer.objects.filter(pk=kept.pk).update(
        first_purchase_on=date(2020, 1, 1), last_purchase_on=date(2020, 2, 2)
    )
    before = list(Customer.objects.order_by("pk").values())

    with pytest.raises(merging.Contradiction):
        merge(kept, lost, first_purchase_on="lost")

    assert list(Customer.objects.order_by("pk").values()) == before


def test_the_same_one_or_one_who_is_gone_is_refused(kept: Customer, lost: Customer) -> None:
    with pytest.raises(merging.NotTwo):
        merge(kept, kept)
    erasure.erase(customer=lost, actor=None, now=NOW)
    with pytest.raises(merging.NotTwo):
        merge(kept, lost)


def test_twice_is_refused_the_second_time(kept: Customer, lost: Customer) -> None:
    merge(kept, lost)

    with pytest.raises(merging.NotTwo):
        merge(kept, lost)


def test_a_room_that_fails_stops_the_merge(kept: Customer, lost: Customer) -> None:
    def explode(**kwargs: Any) -> None:
        raise DatabaseError("on purpose")

    before = list(Customer.objects.order_by("pk").values())
    customer_merged.connect(explode, dispatch_uid="test.explode")
    try:
        with pytest.raises(DatabaseError):
            merge(kept, lost)
    finally:
        customer_merged.disconnect(dispatch_uid="test.explode")

    assert list(Customer.objects.order_by("pk").values()) == before
    assert not CustomerAlias.objects.exists()
    assert not AuditEntry.objects.filter(action="customer.merged").exists()


def test_without_an_address_the_others_is_taken(lost: Customer) -> None:
    nobody = CustomerFactory.create(
        email="", contact=None, external_id="C-9", account=AccountFactory.create()
    )

    merged = merge(nobody, lost)

    assert (merged.email, merged.contact_id, merged.external_id) == (lost.email, lost.contact_id, "C-9")
    assert merged.account == nobody.account
    assert aliases() == [(nobody.pk, AliasKind.EXTERNAL, "C-2")]


def test_erasing_whoever_is_left_forgets_the_old_names_and_keeps_their_refusal(
    kept: Customer, lost: Customer
) -> None:
    merged = merge(kept, lost)
    consent.block(contact_id=merged.contact_id or 0, reason=BlockReason.UNSUBSCRIBED, now=NOW)

    erasure.erase(customer=merged, actor=None, now=NOW)

    assert not CustomerAlias.objects.exists()
    again = intake.upsert(facts={"email": "a.lovelace@example.org"}, source=Source.IMPORT, now=NOW).customer
    assert Contact.objects.get(pk=again.contact_id or 0).blocked_reason == BlockReason.UNSUBSCRIBED


def test_cases_and_usage_move_and_the_newer_reading_of_a_day_stays(kept: Customer, lost: Customer) -> None:
    """T52 T36 T37"""
    case = cases.keep(customer=lost, external_id="7", state=CaseState.OPEN, now=NOW)
    later, day, before = NOW + timedelta(hours=1), NOW.date(), NOW.date() - timedelta(days=1)
    usage.record(customer=kept, metric="seats", value=Decimal(1), on=day, now=NOW)
    usage.record(customer=lost, metric="seats", value=Decimal(2), on=day, now=later)
    usage.record(customer=kept, metric="seats", value=Decimal(3), on=before, now=later)
    usage.record(customer=lost, metric="seats", value=Decimal(4), on=before, now=NOW)

    assert merging.preview(kept=kept, lost=lost, choices={}, now=NOW).moves["support cases"] == 1
    merge(kept, lost)

    case.refresh_from_db()
    assert case.customer == kept
    assert usage.of(kept) == {"seats": [(before, Decimal(3)), (day, Decimal(2))]}
    assert usage.of(lost) == {}
