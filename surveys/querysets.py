"""Filters over campaigns and invitations."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Q, Value, When

from mailroom.enums import OutboxState
from mailroom.querysets import OutboxQuerySet
from surveys.enums import CampaignState

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign, Invitation, Reminder  # noqa: F401  # ruff does not read the quoted bases


RUNNING_FIRST = (CampaignState.ACTIVE, CampaignState.PAUSED, CampaignState.DRAFT, CampaignState.ENDED)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns by where they stand."""

    def active(self) -> CampaignQuerySet:
        """Those that plan and send."""
        return self.filter(state=CampaignState.ACTIVE)

    def running(self) -> CampaignQuerySet:
        """Active ones, and those that are paused."""
        return self.filter(state__in=[CampaignState.ACTIVE, CampaignState.PAUSED])

    def to_plan(self, *, now: datetime) -> CampaignQuerySet:
        """Active ones whose planning is due."""
        return self.active().filter(Q(plan_due_at=None) | Q(plan_due_at__lte=now))

    def narrowed(self, *, words: str = "", state: str = "", channel: str = "") -> CampaignQuerySet:
        """Those with these words in their name, in this state, by this channel; empty means any."""
        wanted = {name: value for name, value in {"state": state, "channel": channel}.items() if value}
        found = self.filter(**wanted)
        for word in words.split():
            found = found.filter(name__icontains=word)
        return found

    def running_first(self) -> CampaignQuerySet:
        """Active, paused, drafts, ended; the higher priority first."""
        order = [When(state=state, then=Value(place)) for place, state in enumerate(RUNNING_FIRST)]
        return self.order_by(Case(*order), "-priority", "name")


class InvitationQuerySet(OutboxQuerySet["Invitation"]):
    """Invitations: what the outbox knows, and who answered."""

    def answered(self) -> InvitationQuerySet:
        """Those with an answer."""
        return self.exclude(answered_at=None)

    def for_reasons(self, reasons: list[str]) -> InvitationQuerySet:
        """Those of any of these reasons; `reserved_for:12` is one with the campaign that it names."""
        named = [Q(reason__startswith=f"{reason}:") for reason in reasons]
        return self.filter(reduce(or_, named, Q(reason__in=reasons)))

    def waiting(self) -> InvitationQuerySet:
        """Planned rows, due or not."""
        return self.filter(state=OutboxState.PLANNED)

    def narrowed(self, *, words: str = "", state: str = "", reason: str = "") -> InvitationQuerySet:
        """Those whose customer has these words, in this state, for this reason; empty means any."""
        found = self.filter(state=state) if state else self
        if reason:
            found = found.for_reasons([reason])
        for word in words.split():
            found = found.filter(
                Q(customer__name__icontains=word)
                | Q(customer__email__icontains=word)
                | Q(customer__account__name__icontains=word)
            )
        return found


class ReminderQuerySet(OutboxQuerySet["Reminder"]):
    """Reminders by what the outbox knows."""
