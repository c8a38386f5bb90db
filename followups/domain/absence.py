"""When somebody is away, and what becomes of their work: said by themselves or by a manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import assignment, capacity
from followups.models import FollowUp, Rep, StepRun
from team.domain import audit
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


class NotYourAbsence(Exception):
    """Only the person and managers say when somebody is away."""


class BackBeforeLeaving(ValueError):
    """The day of return is not ahead, or not after the first day away."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an absence would hand over, as things stand: follow-ups, and tasks of playbooks."""

    followups: int
    tasks: int


def plan(
    *,
    rep: Rep,
    since: datetime,
    until: datetime,
    hands_over: bool,
    actor: User,
    now: datetime,
) -> int:
    """Somebody is away from `since` until just before `until`; how many follow-ups found another owner.

    They get nothing new meanwhile. What they have goes to others as the absence begins, once: at once if
    it has begun. Raises NotYourAbsence and BackBeforeLeaving.
    """
    if not since < until or until <= now:
        raise BackBeforeLeaving
    row = _change(rep, since, until, hands_over, actor, now=now)
    due = Rep.objects.to_hand_over(now=now).filter(pk=row.pk).select_related("user__manager").first()
    return assignment.hand_over_absence(rep=due, now=now) if due else 0


def end(*, rep: Rep, actor: User, now: datetime) -> None:
    """They are here: back early, or not going. What others took over stays theirs. Raises NotYourAbsence."""
    _change(rep, None, None, rep.hands_over, actor, now=now)


def effect(*, user: User) -> Effect:
    """What somebody's absence would hand over if it began now."""
    return Effect(
        followups=FollowUp.objects.unfinished().of(user).count(),
        tasks=StepRun.objects.tasks().of(user).count(),
    )


def _change(
    rep: Rep,
    since: datetime | None,
    until: datetime | None,
    hands_over: bool,
    actor: User,
    *,
    now: datetime,
) -> Rep:
    if actor.pk != rep.user_id and not actor.may(Role.MANAGER):
        raise NotYourAbsence
    new = {"away_from": since, "away_until": until, "hands_over": hands_over}
    with transaction.atomic():
        row = Rep.objects.select_for_update(of=("self",)).select_related("user").get(pk=rep.pk)
        changes = audit.differences({name: getattr(row, name) for name in new}, new)
        if changes:
            Rep.objects.filter(pk=row.pk).update(**new)
            audit.log(actor=actor, action="rep.away", subject=row, now=now, changes=changes)
            capacity.tell_of_room(now=now)
    row.refresh_from_db()
    return row
