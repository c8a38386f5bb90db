"""When a step's time comes: so long after the answer, the step before, the contact or the resolution."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.calendars import first_instant, local_day
from followups.domain import sla, talks
from followups.domain.playbooks.terms import Terms
from followups.enums import FINISHED_STEPS, Delay, FollowUpState, StepState, WaitsFor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followups.models import FollowUp, Run, StepRun

EVENTS = (WaitsFor.CONTACT, WaitsFor.RESOLUTION)


def after(*, start: datetime, delay: int, unit: str) -> datetime:
    """The instant, in UTC, that lies so many hours, working hours or days after another.

    Days keep the clock time of the program's zone, also over a change of clocks.
    """
    if unit == Delay.WORKING_HOURS:
        return sla.add_working(start=start, hours=delay)
    if unit == Delay.HOURS:
        return start + timedelta(hours=delay)
    return on_day(start=start, days=delay)


def on_day(*, start: datetime, days: int) -> datetime:
    """The same clock time so many local days later, in UTC."""
    if not days:
        return start
    zone = sla.zone()
    day = local_day(start, zone) + timedelta(days=days)
    return first_instant(day, start.astimezone(zone).time(), zone)


def awaited_at(
    *, step: StepRun, run: Run, siblings: Sequence[StepRun], followup: FollowUp | None
) -> datetime | None:
    """When what the step waits for happened, not before the run began; None while it has not."""
    waits_for = Terms.of_run(step).waits_for
    if waits_for == WaitsFor.PREVIOUS:
        before = predecessor(step, siblings)
        happened = before.finished_at if before else run.started_at
    elif waits_for == WaitsFor.CONTACT:
        happened = talks.first(followup) if followup else None
    elif waits_for == WaitsFor.RESOLUTION:
        happened = followup.closed_at if followup and followup.state == FollowUpState.RESOLVED else None
    else:
        happened = run.started_at
    return max(happened, run.started_at) if happened else None


def due_at(
    *, step: StepRun, run: Run, siblings: Sequence[StepRun], followup: FollowUp | None
) -> datetime | None:
    """When to look at a waiting step; None while what it waits for has not come."""
    start = awaited_at(step=step, run=run, siblings=siblings, followup=followup)
    return due_from(step=step, start=start) if start else None


def due_from(*, step: StepRun, start: datetime) -> datetime:
    """When to look at a step that counts from an instant."""
    terms = Terms.of_run(step)
    return after(start=start, delay=terms.delay, unit=terms.delay_unit)


def gives_up_at(*, step: StepRun, run: Run, siblings: Sequence[StepRun]) -> datetime | None:
    """Until when it may wait: for an event from the run's start, for a person from when they have it."""
    terms = Terms.of_run(step)
    if terms.waits_for in EVENTS:
        return on_day(start=run.started_at, days=terms.give_up_days)
    before = predecessor(step, siblings)
    if (
        terms.waits_for == WaitsFor.PREVIOUS
        and before
        and before.state == StepState.READY
        and before.ready_at
    ):
        return on_day(start=before.ready_at, days=terms.give_up_days)
    return None


def predecessor(step: StepRun, siblings: Sequence[StepRun]) -> StepRun | None:
    """The step before it in its run, if there is one."""
    earlier = [other for other in siblings if other.position < step.position]
    return max(earlier, key=lambda other: other.position, default=None)


def is_over(step: StepRun) -> bool:
    """True when nothing more happens with it."""
    return step.state in FINISHED_STEPS
