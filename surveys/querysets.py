"""Filters over campaigns and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from mailroom.enums import OutboxState
from mailroom.querysets import OutboxQuerySet
from surveys.enums import CampaignState

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign, Invitation  # noqa: F401  # ruff does not read the quoted bases


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns by where they stand."""

    def active(self) -> CampaignQuerySet:
        """Those that plan and send."""
        return self.filter(state=CampaignState.ACTIVE)

    def to_plan(self, *, now: datetime) -> CampaignQuerySet:
        """Active ones whose planning is due."""
        return self.active().filter(Q(plan_due_at=None) | Q(plan_due_at__lte=now))


class InvitationQuerySet(OutboxQuerySet["Invitation"]):
    """Invitations: what the outbox knows, and who answered."""

    def answered(self) -> InvitationQuerySet:
        """Those with an answer."""
        return self.exclude(answered_at=None)

    def waiting(self) -> InvitationQuerySet:
        """Planned rows, due or not."""
        return self.filter(state=OutboxState.PLANNED)
