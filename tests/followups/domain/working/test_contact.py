"""Calls, e-mails and notes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from followups.domain import working
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User

LATER = NOW + timedelta(hours=2)


def test_the_first_call_sets_the_first_contact_and_no_later_one_moves_it(ines: Rep) -> None:
    """G51, G83: time to first contact, with every attempt's author and time."""
    followup = FollowUpFactory.create(assignee=ines.user)

    working.log_call(followup=followup, actor=ines.user, reached=False, note="Voicemail.", now=NOW)
    working.log_email(followup=followup, actor=ines.user, note="Asked for a time.", now=LATER)

    followup.refresh_from_db()
    assert (followup.first_contact_at, followup.state) == (NOW, FollowUpState.IN_PROGRESS)
    assert list(followup.activities.values_list("kind", "actor", "at", "note", "facts"))[1:] == [
        (ActivityKind.CALL, ines.user_id, NOW, "Voicemail.", {"reached": False}),
        (ActivityKind.EMAIL, ines.user_id, LATER, "Asked for a time.", {}),
    ]


def test_a_note_is_no_contact_and_is_welcome_after_the_end(ines: Rep) -> None:
    """G83."""
    followup = FollowUpFactory.create(assignee=ines.user)
    working.note(followup=followup, actor=ines.user, text="Looked into the case.", now=NOW)
    FollowUp.objects.update(state=FollowUpState.UNREACHABLE, closed_at=NOW)
    working.note(followup=followup, actor=ines.user, text="They thanked us.", now=LATER)

    followup.refresh_from_db()
    assert followup.first_contact_at is None
    assert list(followup.activities.values_list("note", flat=True)) == [
        "",
        "Looked into the case.",
        "They thanked us.",
    ]


def test_a_call_after_the_end_is_refused(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=NOW)

    with pytest.raises(working.AlreadyClosed, match="could not be reached"):
        working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW)


def test_only_the_owner_and_managers_log(ines: Rep, omar: Rep, petra: User, viewer: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    for stranger in (omar.user, viewer):
        with pytest.raises(working.NotYours, match="Ines works this follow-up"):
            working.log_email(followup=followup, actor=stranger, note="", now=NOW)
        with pytest.raises(working.NotYours):
            working.note(followup=followup, actor=stranger, text="Hm.", now=NOW)

    working.log_email(followup=followup, actor=petra, note="", now=NOW)

    assert followup.activities.count() == 2


def test_an_unassigned_one_is_taken_before_it_is_worked(ines: Rep) -> None:
    with pytest.raises(working.NotYours, match="Take it first"):
        working.log_call(followup=FollowUpFactory.create(), actor=ines.user, reached=True, note="", now=NOW)
