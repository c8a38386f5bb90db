"""Filters over follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from followups.enums import CLOSED

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import FollowUp
    from team.models import User


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups that chain by plain words."""

    def unfinished(self) -> FollowUpQuerySet:
        """Neither resolved nor given up."""
        return self.exclude(state__in=CLOSED)

    def finished(self) -> FollowUpQuerySet:
        """Resolved or given up."""
        return self.filter(state__in=CLOSED)

    def of(self, user: User) -> FollowUpQuerySet:
        """One person's."""
        return self.filter(assignee=user)

    def overflow(self) -> FollowUpQuerySet:
        """Unfinished and waiting for somebody with room."""
        return self.unfinished().filter(assignee=None)

    def overdue(self, *, now: datetime) -> FollowUpQuerySet:
        """Unfinished, past the time of first contact or of resolution."""
        late_contact = models.Q(first_contact_at=None, contact_due_at__lt=now)
        return self.unfinished().filter(late_contact | models.Q(resolve_due_at__lt=now))
