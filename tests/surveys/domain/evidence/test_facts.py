"""What becomes of a mail is written down once, whatever the order in which it is told."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mailroom.enums import EventKind, EventState, OutboxState
from mailroom.models import ProviderEvent
from mailroom.signals import event_read
from surveys.models import Reminder
from tests.factories.surveys import InvitationFactory
from tests.mailroom.claims import hold_of
from tests.mailroom.providers import AT, call, postmark
from tests.moments import NOW
from tests.surveys.domain.evidence.events import DAY, HOUR, MAYA, block_of, facts_of, mailed, process, told

pytestmark = pytest.mark.django_db


def test_facts_of_a_mail_are_written_down_and_nothing_of_the_event_is_kept() -> None:
    """G62: delivered, opened, clicked, each with its instant."""
    row = mailed()
    call("postmark", postmark("Delivery", recipient=MAYA, message_id="m-1"))
    call("postmark", postmark("Open", recipient=MAYA, message_id="m-1", at=AT + HOUR))
    call("postmark", postmark("Click", recipient=MAYA, message_id="m-1", at=AT + HOUR, OriginalLink="x"))

    assert process() == 3

    assert facts_of(row) == {"delivered_at": AT, "opened_at": AT + HOUR, "clicked_at": AT + HOUR}
    assert block_of(row) == ""
    events = ProviderEvent.objects.values_list("state", "processed_at", "payload")
    assert list(events) == [(EventState.DONE, AT + HOUR, {})] * 3
    assert process() == 0


def test_a_fact_keeps_its_earliest_instant() -> None:
    row = mailed()
    for at in (AT + HOUR / 2, AT, AT + HOUR):
        told(EventKind.OPENED, at=at)

    process()

    assert facts_of(row) == {"opened_at": AT}


def test_another_mail_to_the_same_address_is_none_of_ours() -> None:
    """A company's invoices go through the same provider."""
    row = mailed()
    call("postmark", postmark("Bounce", recipient=MAYA, message_id="invoice", ID=1, Type="HardBounce"))

    process()

    assert (facts_of(row), block_of(row)) == ({}, "")
    assert ProviderEvent.objects.get().state == EventState.IGNORED


def test_an_event_that_names_no_mail_is_matched_by_address_and_time() -> None:
    row = mailed()
    told(EventKind.DELIVERED, message_id="")
    process()
    assert facts_of(row) == {"delivered_at": AT}


def test_an_event_that_may_be_about_two_mails_is_about_none() -> None:
    row = mailed()
    again = InvitationFactory.create(
        customer=row.customer,
        contact=row.contact,
        state=OutboxState.SENT,
        sent_at=NOW - DAY,
        attempt_started_at=NOW - DAY,
    )
    told(EventKind.DELIVERED, message_id="")
    told(EventKind.DELIVERED, message_id="", recipient_hash="", key="nobody")

    process()

    assert (facts_of(row), facts_of(again)) == ({}, {})


def test_a_reminder_has_facts_of_its_own_and_the_same_address() -> None:
    invitation = mailed()
    reminder = Reminder.objects.create(
        invitation=invitation,
        number=1,
        state=OutboxState.UNKNOWN,
        send_after=NOW,
        attempt_started_at=NOW,
        attempts=1,
    )
    told(EventKind.BOUNCED, name=f"i{invitation.pk}-1")

    process()

    assert (facts_of(reminder), facts_of(invitation)) == ({"bounced_at": AT}, {})
    assert (reminder.state, block_of(invitation)) == (OutboxState.SENT, "bounced")


@pytest.mark.parametrize("name", ["i0", "i987654321", "i1-3", "f17", "i99999999999999999999999"])
def test_a_mark_of_no_row_is_ignored(name: str) -> None:
    mailed()
    told(EventKind.DELIVERED, name=name)

    assert process() == 1
    assert ProviderEvent.objects.get().state == EventState.IGNORED


def test_an_event_that_fails_keeps_no_other_waiting_and_is_given_up_after_five_tries() -> None:
    row = mailed()
    bad = told(EventKind.OPENED)
    good = told(EventKind.DELIVERED)

    def explode(*, event: ProviderEvent, **kwargs: Any) -> None:
        if event.pk == bad.pk:
            raise RuntimeError("planted")

    event_read.connect(explode)
    try:
        for _ in range(6):
            process()
    finally:
        event_read.disconnect(explode)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, good.state) == (EventState.FAILED, 5, EventState.DONE)
    assert "planted" in bad.error
    assert facts_of(row) == {"delivered_at": AT}


class AnyOrder(TestCase):
    """Late, twice and in any order: the rows end the same."""

    @settings(max_examples=40, deadline=None)
    @given(
        events=st.lists(
            st.tuples(
                st.sampled_from(
                    [
                        EventKind.SENT,
                        EventKind.DELIVERED,
                        EventKind.OPENED,
                        EventKind.BOUNCED,
                        EventKind.COMPLAINED,
                        EventKind.UNSUBSCRIBED,
                        EventKind.DEFERRED,
                    ]
                ),
                st.integers(0, 50),
                st.booleans(),
            ),
            max_size=9,
        ),
        order=st.randoms(use_true_random=False),
        state=st.sampled_from([OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.FAILED]),
    )
    def test_the_order_of_events_does_not_matter(
        self, events: list[tuple[EventKind, int, bool]], order: Any, state: OutboxState
    ) -> None:
        shuffled = [*events, *events[:2]]
        order.shuffle(shuffled)
        ends = []
        for number, sequence in enumerate((events, shuffled)):
            row = mailed(
                address=f"maya{number}@customers.example",
                state=state,
                sent_at=NOW if state == OutboxState.SENT else None,
                provider_message_id=f"m-{number}",
            )
            assert row.contact
            keys = itertools.count()
            for kind, day, permanent in sequence:
                told(
                    kind,
                    at=AT + DAY * day,
                    key=f"{number}-{next(keys)}",
                    message_id=f"m-{number}",
                    recipient_hash=row.contact.address_hash,
                    is_permanent=permanent or kind != EventKind.BOUNCED,
                )
            process()
            ends.append((facts_of(row), row.state, row.sent_at, block_of(row), hold_of(row)[0]))

        # A copy of a soft bounce under another key may tip the count; providers' copies share their key.
        if not any(kind == EventKind.BOUNCED and not permanent for kind, _, permanent in events):
            assert ends[0] == ends[1]
        assert ends[0][:3] == ends[1][:3]
