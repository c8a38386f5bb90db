"""Who may see which follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from followups.models import FollowUp
from team.enums import Role

if TYPE_CHECKING:
    from followups.querysets import FollowUpQuerySet
    from team.models import User


def followups_for(user: User) -> FollowUpQuerySet:
    """Managers see all, reps their own and those that nobody has yet, viewers none."""
    if user.may(Role.MANAGER):
        return FollowUp.objects.all()
    if user.may(Role.REP):
        return FollowUp.objects.filter(Q(assignee=user) | Q(assignee=None))
    return FollowUp.objects.none()
