"""A preview says what the merge will do, and does nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from customers.domain import consent, merging
from customers.enums import BlockReason
from customers.models import Contact, Customer
from tests.factories.customers import CustomerFactory, EventFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("program")


def test_a_preview_is_what_the_merge_does() -> None:
    """T52"""
    kept = CustomerFactory.create(
        name="Ada", email="ada@x.example", external_id="C-1", attributes={"plan": "gold"}
    )
    lost = CustomerFactory.create(
        name="Ada L.", email="al@x.example", external_id="C-2", phone="1", purchase_count=2
    )
    choices = {"name": "lost", "external_id": "kept"}

    told = merging.preview(kept=kept, lost=lost, choices=choices, now=NOW)

    assert [(it.label, it.kept, it.lost, it.side, it.is_open) for it in told.lines] == [
        ("Name", "Ada", "Ada L.", "lost", True),
        ("E-mail address", "ada@x.example", "al@x.example", "kept", True),
        ("Identifier in your CRM", "C-1", "C-2", "kept", True),
        ("Phone number", "", "1", "lost", False),
        ("How they came", "Import", "Import", "kept", False),
        ("Number of purchases", "0", "2", "lost", True),
        ("plan", "gold", "", "kept", False),
    ]
    merged = merging.merge(kept=kept, lost=lost, choices=choices, actor=None, now=NOW)
    assert [it.survivor for it in told.lines] == [
        merged.name, merged.email, merged.external_id, merged.phone, "Import", "2", "gold"
    ]  # fmt: skip


def test_rooms_say_how_much_would_move() -> None:
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    EventFactory.create(customer=lost)
    FollowUpFactory.create(customer=lost)

    told = merging.preview(kept=kept, lost=lost, choices={}, now=NOW)

    assert told.moves == {"events": 1, "invitations": 1, "answers": 1, "follow-ups": 1}
    assert told.moved == ["1 event", "1 invitation", "1 answer", "1 follow-up"]


def test_consequences_are_sentences() -> None:
    kept, lost = CustomerFactory.create(email="ada@x.example"), CustomerFactory.create(email="al@x.example")
    Contact.objects.filter(pk=lost.contact_id or 0).update(next_survey_at=NOW + timedelta(days=1))
    Customer.objects.filter(pk=lost.pk).update(opted_in_at=NOW)
    consent.block(contact_id=lost.contact_id or 0, reason=BlockReason.UNSUBSCRIBED, now=NOW)
    kept, lost = (Customer.objects.select_related("contact").get(pk=it.pk) for it in (kept, lost))

    assert merging.preview(kept=kept, lost=lost, choices={}, now=NOW).sentences == [
        "No survey is sent to them any more: one of the two is blocked (unsubscribed).",
        "The later of the two quiet periods counts: nobody is asked earlier than they were promised.",
        "The agreement to be asked is lost: it was given for al@x.example, and belongs to that address.",
        "Nothing is sent to al@x.example any more. An import that has it finds whoever is left.",
    ]
    assert merging.preview(kept=kept, lost=lost, choices={"email": "lost"}, now=NOW).sentences[2:] == [
        "Nothing is sent to ada@x.example any more. An import that has it finds whoever is left."
    ]


def test_a_preview_changes_nothing() -> None:
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    before = list(Customer.objects.order_by("pk").values())

    merging.preview(kept=kept, lost=lost, choices={"email": "lost"}, now=NOW)

    assert list(Customer.objects.order_by("pk").values()) == before
