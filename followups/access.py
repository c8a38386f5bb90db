"""Who may see which follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from followups.models import Endorsement, FollowUp, Message, PlanItem, Referral, StepRun
from team.enums import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from followups.querysets import (
        EndorsementQuerySet,
        FollowUpQuerySet,
        MessageQuerySet,
        PlanItemQuerySet,
        StepRunQuerySet,
    )
    from team.models import User


def followups_for(user: User) -> FollowUpQuerySet:
    """Managers see all, reps their own and those that nobody has yet, viewers none."""
    if user.may(Role.MANAGER):
        return FollowUp.objects.all()
    if user.may(Role.REP):
        return FollowUp.objects.filter(Q(assignee=user) | Q(assignee=None))
    return FollowUp.objects.none()


def tasks_for(user: User) -> StepRunQuerySet:
    """Managers see every step that was ever a task; reps their own, nobody's, and their follow-ups'."""
    given = StepRun.objects.exclude(ready_at=None)
    if user.may(Role.MANAGER):
        return given
    if user.may(Role.REP):
        return given.filter(Q(assignee=user) | Q(assignee=None) | Q(run__response__followup__assignee=user))
    return StepRun.objects.none()


def messages_for(user: User) -> MessageQuerySet:
    """Managers see every message to a customer; reps their own, and those of follow-ups that they see."""
    found: MessageQuerySet = Message.objects.all()
    if user.may(Role.MANAGER):
        return found
    if user.may(Role.REP):
        return found.filter(Q(author=user) | Q(followup__in=followups_for(user).values("pk")))
    return found.none()


def plan_items_for(user: User) -> PlanItemQuerySet:
    """Everybody on the staff sees what is planned with whom; nobody what was, with somebody erased since."""
    planned: PlanItemQuerySet = PlanItem.objects.filter(customer__erased_at=None)
    return planned if user.is_active else planned.none()


def endorsements_for(user: User) -> EndorsementQuerySet:
    """Everybody on the staff sees who may be quoted where; those who were erased may not be."""
    found: EndorsementQuerySet = Endorsement.objects.filter(customer__erased_at=None)
    return found if user.is_active else found.none()


def referrals_for(user: User) -> QuerySet[Referral]:
    """Everybody on the staff sees who recommended whom."""
    found = Referral.objects.filter(advocate__erased_at=None)
    return found if user.is_active else found.none()
