"""How far a campaign's invitations have come, counted in one query for any number of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from core.rounding import percent
from core.statistics import wilson
from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.statistics import Interval

SENT = Q(state=OutboxState.SENT)
ARRIVED = SENT & Q(bounced_at=None)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Invitations by what became of them. `next_at` is when the first of the waiting may leave.

    `proven` are those whose delivery the mail provider confirmed; without such a provider it is 0.
    """

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    bounced: int = 0
    proven: int = 0
    opened: int = 0
    answered: int = 0
    unknown: int = 0
    failed: int = 0
    skipped: int = 0
    expired: int = 0
    cancelled: int = 0
    next_at: datetime | None = None

    @property
    def planned(self) -> int:
        """Those who were to be asked, whatever came of it."""
        return self.waiting + self.sending + self.sent + self.unknown + self.failed + self.expired

    @property
    def reached(self) -> int:
        """Sent and not bounced: what the response rate is a share of."""
        return self.sent - self.bounced

    @property
    def rate(self) -> float | None:
        """The answered in percent of the reached, one decimal; None when nobody was reached."""
        return percent(self.answered, self.reached)

    @property
    def interval(self) -> Interval | None:
        """The rate's 95% interval, in percent (Wilson)."""
        return wilson(self.answered, self.reached)


def of_campaigns(ids: Iterable[int]) -> dict[int, Funnel]:
    """The funnel of each of these campaigns; one without invitations has an empty one."""
    wanted = list(ids)
    rows = (
        Invitation.objects.filter(campaign__in=wanted)
        .order_by()
        .values_list("campaign")
        .annotate(
            n_waiting=_in(OutboxState.PLANNED),
            n_sending=_in(OutboxState.CLAIMED),
            n_sent=Count("pk", filter=SENT),
            n_bounced=Count("pk", filter=SENT & Q(bounced_at__isnull=False)),
            n_proven=Count("pk", filter=ARRIVED & Q(delivered_at__isnull=False)),
            n_opened=Count("pk", filter=ARRIVED & Q(started_at__isnull=False)),
            n_answered=Count("pk", filter=ARRIVED & Q(answered_at__isnull=False)),
            n_unknown=_in(OutboxState.UNKNOWN),
            n_failed=_in(OutboxState.FAILED),
            n_skipped=_in(OutboxState.SKIPPED),
            n_expired=_in(OutboxState.EXPIRED),
            n_cancelled=_in(OutboxState.CANCELLED),
            at=Min("send_after", filter=Q(state=OutboxState.PLANNED)),
        )
    )
    counted = {pk: Funnel(*numbers) for pk, *numbers in rows}
    return {pk: counted.get(pk, Funnel()) for pk in wanted}


def of_campaign(campaign_id: int) -> Funnel:
    """One campaign's funnel."""
    return of_campaigns([campaign_id])[campaign_id]


def _in(state: OutboxState) -> Count:
    return Count("pk", filter=Q(state=state))
