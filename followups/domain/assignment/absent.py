"""What people leave behind who are away or gone goes to others; what nobody has room for waits visibly."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from followups.domain import planning_success
from followups.domain.assignment import answering, standing_in
from followups.domain.assignment.filling import fill
from followups.domain.assignment.handing_out import pass_on
from followups.enums import DecisionCause
from followups.models import FollowUp, PlanItem, Rep, StepRun
from followups.querysets import WORKING_ROLES
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from team.querysets import UserQuerySet

logger = logging.getLogger(__name__)


def assign_overflow(*, now: datetime) -> int:
    """The sweep: hand out what absent and former people have, and what waits for somebody with room.

    Returns how many follow-ups got an owner. One person's fault stops nobody else's.
    """
    assigned = 0
    for user in _gone():
        assigned += _safely(user, DecisionCause.LEFT, now=now)
    for rep in Rep.objects.to_hand_over(now=now).select_related("user__manager"):
        assigned += hand_over_absence(rep=rep, now=now)
    assigned += fill(now=now)
    answering.replace_gone(now=now)
    return assigned


def hand_over_absence(*, rep: Rep, now: datetime) -> int:
    """Once for each absence: everything unfinished goes to others, what waits for the customer too.

    What a person gives them later, knowing that they are away, stays. Interrupted, the next sweep goes on.
    """
    moved = _safely(rep.user, DecisionCause.ABSENCE, now=now)
    if not FollowUp.objects.unfinished().of(rep.user).exists():
        Rep.objects.filter(pk=rep.pk, away_from=rep.away_from, away_until=rep.away_until).update(
            handed_over_for=rep.away_from or rep.away_until
        )
    return moved


def leave(*, user: User, now: datetime) -> int:
    """Somebody no longer works follow-ups: everything unfinished goes to others at once."""
    answering.replace_gone(now=now)
    if user.pk not in set(_gone().values_list("pk", flat=True)):
        return 0
    return _hand_over(user, DecisionCause.LEFT, now=now)


def _gone() -> UserQuerySet:
    """People who have something unfinished and may no longer work."""
    able = User.objects.filter(is_active=True, role__in=WORKING_ROLES)
    owners = FollowUp.objects.unfinished().exclude(assignee=None).order_by().values("assignee")
    workers = StepRun.objects.tasks().exclude(assignee=None).order_by().values("assignee")
    planners = PlanItem.objects.open().exclude(owner=None).order_by().values("owner")
    busy = Q(pk__in=owners) | Q(pk__in=workers) | Q(pk__in=planners)
    gone: UserQuerySet = User.objects.filter(busy).exclude(pk__in=able.values("pk"))
    return gone.select_related("manager")


def _safely(user: User, cause: DecisionCause, *, now: datetime) -> int:
    try:
        return _hand_over(user, cause, now=now)
    except Exception:
        logger.exception("What %s has could not be handed over", user.pk)
        return 0


def _hand_over(user: User, cause: DecisionCause, *, now: datetime) -> int:
    """How many found somebody else; the others wait in the overflow queue."""
    placed = 0
    theirs = FollowUp.objects.unfinished().of(user).order_by("-priority", "contact_due_at", "pk")
    for pk in list(theirs.values_list("pk", flat=True)):
        with transaction.atomic():
            row = FollowUp.objects.unfinished().of(user).select_for_update().filter(pk=pk).first()
            placed += bool(row and pass_on(followup=row, cause=cause, now=now))
    standing_in.hand_over(user=user, now=now)
    if cause is DecisionCause.LEFT:
        # A plan outlasts an absence.
        planning_success.leave(user=user, now=now)
    return placed
