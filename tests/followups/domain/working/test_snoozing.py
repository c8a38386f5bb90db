"""Out of sight until later."""

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

TOMORROW = NOW + timedelta(days=1)


def test_a_snoozed_follow_up_keeps_its_deadlines(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    row = working.snooze(followup=followup, actor=ines.user, until=TOMORROW, note="After lunch.", now=NOW)

    assert (row.snoozed_until, row.state) == (TOMORROW, FollowUpState.OPEN)
    assert (row.contact_due_at, row.resolve_due_at) == (followup.contact_due_at, followup.resolve_due_at)
    line = followup.activities.last()
    assert line is not None
    assert (line.kind, line.note, line.actor) == (ActivityKind.SNOOZED, "After lunch.", ines.user)


def test_waking_shows_it_again_and_once_is_enough(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    row = working.snooze(followup=followup, actor=ines.user, until=TOMORROW, note="", now=NOW)

    row = working.wake(followup=row, actor=ines.user, now=NOW)
    lines = followup.activities.count()

    assert row.snoozed_until is None
    assert working.wake(followup=row, actor=ines.user, now=NOW) == row
    assert followup.activities.count() == lines


def test_nobody_snoozes_what_is_somebody_elses_or_for_the_past(ines: Rep, omar: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    with pytest.raises(working.NotYours):
        working.snooze(followup=followup, actor=omar.user, until=TOMORROW, note="", now=NOW)
    with pytest.raises(ValueError, match="ahead"):
        working.snooze(followup=followup, actor=ines.user, until=NOW, note="", now=NOW)

    assert FollowUp.objects.get().snoozed_until is None
