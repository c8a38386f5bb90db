"""The tasks that playbooks gave somebody, the first due first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.models import StepRun

if TYPE_CHECKING:
    from followups.querysets import StepRunQuerySet
    from team.models import User


def tasks_of(user: User) -> StepRunQuerySet:
    """What waits for this person."""
    return StepRun.objects.of(user).tasks()


def in_order(rows: StepRunQuerySet) -> StepRunQuerySet:
    """The first due first, with all that a row of the list shows."""
    shown = rows.select_related("run__playbook", "run__response", "run__customer__account", "run__followup")
    return shown.order_by("due_at", "pk")
