"""The tasks of playbooks that somebody leaves behind.

Tasks of whoever has a follow-up go with it, by `followup_changed`; here are those that are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from followups.domain import history, notifying
from followups.domain.assignment.keeping import first_manager
from followups.enums import ActivityKind, NotificationKind
from followups.models import Rep, StepRun
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def hand_over(*, user: User, now: datetime) -> int:
    """What is on somebody's list goes to whoever stands in for them; how many tasks did."""
    theirs = StepRun.objects.tasks().of(user)
    moved = 0
    for step in list(theirs.select_related("run__followup__assignee").order_by("due_at", "pk")):
        to = _stand_in(step, user, now=now)
        if to is None:
            continue
        # One at a time: a step, then its follow-up's history, as everybody takes them.
        with transaction.atomic():
            if theirs.filter(pk=step.pk).update(assignee=to):
                moved += 1
                _tell(step, user, to, now=now)
    return moved


def _stand_in(step: StepRun, user: User, *, now: datetime) -> User | None:
    """The follow-up's owner, else their own manager, else the first; never somebody who is away too."""
    followup = step.run.followup
    of_followup = followup.assignee if followup else None
    known: list[User | None] = [of_followup, user.manager, first_manager()]
    others = [one for one in known if one and one.pk != user.pk and one.may(Role.REP)]
    away = [one.pk for one in others if _is_away(one, now=now)]
    present = [one for one in others if one.pk not in away]
    return next(iter([*present, *others]), None)


def _is_away(user: User, *, now: datetime) -> bool:
    rep = Rep.objects.filter(user=user).first()
    return bool(rep and rep.is_away(now=now))


def _tell(step: StepRun, left: User, to: User, *, now: datetime) -> None:
    followup = step.run.followup
    words = f"Task “{step.title}” goes from {left} to {to}"
    if followup:
        history.add(followup=followup, kind=ActivityKind.STEP, actor=None, now=now, facts={"words": words})
    notifying.tell(
        recipient=to,
        kind=NotificationKind.TASK,
        key=f"task:{step.pk}:{to.pk}:{now.isoformat()}",
        title=step.title,
        text=f"It was {left}’s, who is not there.",
        path=reverse("followups:task", args=[step.pk]),
        now=now,
        followup=followup,
        step_run=step,
    )
