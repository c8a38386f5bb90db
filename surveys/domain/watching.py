"""Pausing a campaign whose mails bounce or annoy, before the sender's good name is lost.

Judged are its last 500 mails since somebody resumed it. See docs/adr for what small numbers mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailroom.enums import OutboxState
from surveys.domain import campaigns
from surveys.enums import CampaignChannel
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from datetime import datetime

LOOKED_AT = 500
# In 1,000: five percent of bounces, a tenth of a percent of complaints.
MOST_BOUNCES, MOST_COMPLAINTS = 50, 1
# One bounce of three mails is no rate.
ENOUGH_FOR_BOUNCES = 100
# One reader's click is no rate either, before there are 500 to compare with.
COMPLAINTS_OF_FEW = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """The last mails of a campaign and what became of them."""

    sent: int
    bounced: int
    complained: int

    @property
    def verdict(self) -> str:
        """Why the campaign should stop, in a sentence; empty while nothing speaks against it."""
        if self.sent >= ENOUGH_FOR_BOUNCES and 1000 * self.bounced > MOST_BOUNCES * self.sent:
            return f"{self.bounced} of the last {self.sent} mails bounced: more than 5%."
        few = self.sent < LOOKED_AT and self.complained < COMPLAINTS_OF_FEW
        if not few and 1000 * self.complained > MOST_COMPLAINTS * self.sent:
            people = "1 reader" if self.complained == 1 else f"{self.complained} readers"
            return f"{people} of the last {self.sent} marked the mail as spam: more than 0.1%."
        return ""


def sample(campaign: Campaign) -> Sample:
    """The last 500 mails that left, reminders aside, since the campaign was last resumed."""
    sent = Invitation.objects.filter(
        campaign=campaign, state=OutboxState.SENT, attempt_started_at__isnull=False
    )
    if campaign.watched_from is not None:
        sent = sent.filter(attempt_started_at__gte=campaign.watched_from)
    facts = list(sent.order_by("-attempt_started_at").values_list("bounced_at", "complained_at")[:LOOKED_AT])
    return Sample(
        sent=len(facts),
        bounced=sum(bounced is not None for bounced, _ in facts),
        complained=sum(complained is not None for _, complained in facts),
    )


def watch(*, campaign_id: int, now: datetime) -> bool:
    """Pause an active campaign that did too much harm; audited, by nobody. Returns whether it did."""
    campaign = Campaign.objects.active().filter(pk=campaign_id).first()
    reason = sample(campaign).verdict if campaign else ""
    if campaign is None or not reason:
        return False
    try:
        campaigns.pause(campaign=campaign, actor=None, reason=reason, now=now)
    except campaigns.NotPossible:
        # Somebody was faster.
        return False
    return True


def watch_all(*, now: datetime) -> int:
    """Every active campaign with mails; returns how many were paused."""
    active = Campaign.objects.active().filter(channel=CampaignChannel.EMAIL).order_by("pk")
    return sum(watch(campaign_id=pk, now=now) for pk in active.values_list("pk", flat=True))
