"""Resolving, giving up, reopening."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError
from django.urls import reverse

from customers.domain import erasure
from followups.domain import alarms, working
from followups.enums import ActivityKind, FollowUpState, Outcome
from followups.models import FollowUp, Notification, Rep
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

LATER = NOW + timedelta(days=1)


def resolve(followup: FollowUp, actor: User, note: str = "Repaired the import.") -> FollowUp:
    """Resolve as a product fault that was solved."""
    return working.resolve(
        followup=followup,
        actor=actor,
        root_cause="product",
        outcome=Outcome.SOLVED,
        note=note,
        now=LATER,
    )


def test_resolve_says_why_how_and_what_was_done(ines: Rep) -> None:
    """G46: root cause, notes, outcome; G82: in the history."""
    followup = FollowUpFactory.create(assignee=ines.user)

    row = resolve(followup, ines.user)

    assert (row.state, row.closed_at, row.root_cause, row.outcome) == (
        FollowUpState.RESOLVED,
        LATER,
        "product",
        Outcome.SOLVED,
    )
    line = row.activities.last()
    assert line
    assert (line.kind, line.actor, line.note, line.facts) == (
        ActivityKind.RESOLVED,
        ines.user,
        "Repaired the import.",
        {"root_cause": "product", "outcome": "solved", "cause": "Product fault or gap"},
    )
    ines.refresh_from_db()
    assert ines.load == 0


def test_resolve_without_a_note_is_refused(ines: Rep) -> None:
    """G46."""
    followup = FollowUpFactory.create(assignee=ines.user)

    with pytest.raises(working.NoteMissing):
        resolve(followup, ines.user, note="  ")

    assert FollowUp.objects.unfinished().get() == followup


def test_the_database_refuses_a_resolution_without_root_cause(ines: Rep) -> None:
    """G46: the constraint holds the promise."""
    FollowUpFactory.create(assignee=ines.user)

    with pytest.raises(IntegrityError):
        FollowUp.objects.update(state=FollowUpState.RESOLVED, closed_at=NOW, outcome=Outcome.SOLVED)


def test_resolve_twice_is_refused_and_counts_once(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    resolve(followup, ines.user)

    with pytest.raises(working.AlreadyClosed, match="resolved"):
        resolve(followup, ines.user)

    ines.refresh_from_db()
    assert (ines.load, followup.activities.count()) == (0, 2)


def test_unreachable_needs_an_attempt(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    with pytest.raises(working.NotContactedYet):
        working.mark_unreachable(followup=followup, actor=ines.user, note="", now=NOW)
    ines.refresh_from_db()
    assert ines.load == 1
    working.log_call(followup=followup, actor=ines.user, reached=False, note="", now=NOW)

    row = working.mark_unreachable(followup=followup, actor=ines.user, note="Four tries.", now=LATER)

    ines.refresh_from_db()
    assert (row.state, row.closed_at, ines.load) == (FollowUpState.UNREACHABLE, LATER, 0)


def test_closing_ends_the_waiting(ines: Rep) -> None:
    followup = FollowUpFactory.create(
        assignee=ines.user,
        state=FollowUpState.WAITING,
        first_contact_at=NOW,
        waiting_since=NOW,
        wait_until=LATER,
    )

    row = resolve(followup, ines.user)

    assert (row.waiting_since, row.wait_until) == (None, None)


def test_reopen_gives_it_back_with_a_new_time(ines: Rep) -> None:
    """G82: what was resolved stays in the history."""
    followup = FollowUpFactory.create(assignee=ines.user, first_contact_at=NOW)
    resolve(followup, ines.user)

    row = working.reopen(followup=followup, actor=ines.user, note="It broke again.", now=LATER)

    assert (row.state, row.assignee, row.closed_at, row.root_cause, row.outcome) == (
        FollowUpState.IN_PROGRESS,
        ines.user,
        None,
        "",
        "",
    )
    # A working week after Wednesday 10:00 in Berlin.
    assert row.resolve_due_at == datetime(2026, 3, 18, 9, tzinfo=UTC)
    assert list(row.activities.values_list("kind", flat=True)) == [
        ActivityKind.OPENED,
        ActivityKind.RESOLVED,
        ActivityKind.REOPENED,
    ]
    ines.refresh_from_db()
    assert ines.load == 1


def test_reopened_without_a_contact_the_contact_is_promised_anew(ines: Rep, petra: User) -> None:
    """G44: resolved without a call and reopened weeks later, nothing is late at that moment."""
    followup = FollowUpFactory.create(assignee=ines.user)
    resolve(followup, ines.user)
    weeks_later = NOW + timedelta(days=20)

    row = working.reopen(followup=followup, actor=ines.user, note="It broke again.", now=weeks_later)

    # Eight working hours after Monday 11:00 in Berlin.
    assert row.contact_due_at == datetime(2026, 3, 31, 9, tzinfo=UTC)
    assert alarms.sound(now=weeks_later + timedelta(minutes=1)) == 0
    assert not FollowUp.objects.overdue(now=weeks_later + timedelta(minutes=1)).exists()


def test_reopened_for_somebody_who_wants_no_call_there_is_one_deadline(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user, response__contact_me=False)
    resolve(followup, ines.user)

    row = working.reopen(followup=followup, actor=ines.user, note="", now=LATER)

    assert row.contact_due_at == row.resolve_due_at


def test_reopen_leaves_the_time_of_a_contact_that_was_made(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user, first_contact_at=NOW)
    resolve(followup, ines.user)

    row = working.reopen(followup=followup, actor=ines.user, note="", now=LATER)

    assert row.contact_due_at == followup.contact_due_at


def test_nobody_is_left_to_reach_of_an_erased_customer(
    ines: Rep, petra: User, client_for: Callable[[User], Client]
) -> None:
    """G45: whoever asks, it stays closed, and the page offers nothing else."""
    followup = FollowUpFactory.create(assignee=ines.user)
    assert followup.customer
    erasure.erase(customer=followup.customer, actor=petra, now=LATER)

    for actor in (petra, None):
        with pytest.raises(working.NobodyLeft, match="erased"):
            working.reopen(followup=followup, actor=actor, note="", now=LATER)

    followup.refresh_from_db()
    assert followup.is_closed
    page = client_for(petra).get(reverse("followups:detail", args=[followup.pk])).content.decode()
    assert reverse("followups:reopen", args=[followup.pk]) not in page


def test_the_owner_hears_that_somebody_reopened_it(ines: Rep, petra: User) -> None:
    """G82 G84: and who does it themselves knows."""
    followup = FollowUpFactory.create(assignee=ines.user)
    resolve(followup, ines.user)
    working.reopen(followup=followup, actor=ines.user, note="", now=LATER)
    assert not Notification.objects.exists()

    resolve(followup, ines.user)
    working.reopen(followup=followup, actor=petra, note="It broke again.", now=LATER)

    told = Notification.objects.get()
    assert (told.recipient, told.text) == (ines.user, f"{petra}: It broke again.")
    assert told.title.endswith("answered 3: your follow-up is open again")


def test_reopen_finds_a_new_owner_when_the_old_one_left(ines: Rep, omar: Rep, petra: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    resolve(followup, ines.user)
    ines.user.is_active = False
    ines.user.save(update_fields=["is_active"])

    working.reopen(followup=followup, actor=petra, note="", now=LATER)

    followup.refresh_from_db()
    assert (followup.assignee, followup.state) == (omar.user, FollowUpState.OPEN)
    assert list(Rep.objects.order_by("pk").values_list("load", flat=True)) == [0, 1]


def test_reopen_of_an_open_one_is_refused(ines: Rep) -> None:
    with pytest.raises(working.OutOfTurn):
        working.reopen(followup=FollowUpFactory.create(assignee=ines.user), actor=ines.user, note="", now=NOW)
