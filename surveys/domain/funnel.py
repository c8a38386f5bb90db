"""How far a campaign's invitations have come, counted in one query for any number of campaigns."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate

from core.rounding import percent
from core.statistics import wilson
from customers.enums import Stage
from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from core.statistics import Interval

SENT = Q(state=OutboxState.SENT)
ARRIVED = SENT & Q(bounced_at=None)
ANSWERED = ARRIVED & Q(answered_at__isnull=False)

# Seconds: whoever waited no longer than this sees what is true now.
WORTH_KEEPING: Final = 0.5
KEPT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """The response rate: the answered as a share of the reached, who are sent minus bounced."""

    reached: int = 0
    answered: int = 0

    @property
    def percent(self) -> float | None:
        """In percent, one decimal; None when nobody was reached."""
        return percent(self.answered, self.reached)

    @property
    def interval(self) -> Interval | None:
        """Its 95% interval, in percent (Wilson)."""
        return wilson(self.answered, self.reached)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Invitations by what became of them. `next_at` is when the first of the waiting may leave.

    `proven` are those whose delivery the mail provider confirmed, `seen` those whose mail it saw opened:
    without such a provider both are 0, and `seen` counts machines that fetch pictures. `opened` is the form.
    """

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    bounced: int = 0
    proven: int = 0
    seen: int = 0
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


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: mails sent on it, and how many of those were answered by now."""

    on: date
    sent: int
    answered: int


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
            n_seen=Count("pk", filter=ARRIVED & Q(opened_at__isnull=False)),
            n_opened=Count("pk", filter=ARRIVED & Q(started_at__isnull=False)),
            n_answered=Count("pk", filter=ANSWERED),
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


def lately(ids: Iterable[int]) -> dict[int, Funnel]:
    """The same for a list that is looked at again and again: up to a minute old where counting takes long."""
    wanted = sorted(ids)
    key = f"funnel:{'-'.join(map(str, wanted))}"
    kept: dict[int, Funnel] | None = cache.get(key)
    if kept is not None:
        return kept
    began = time.monotonic()
    found = of_campaigns(wanted)
    if time.monotonic() - began >= WORTH_KEEPING:
        cache.set(key, found, KEPT_SECONDS)
    return found


def of_campaign(campaign_id: int) -> Funnel:
    """One campaign's funnel."""
    return of_campaigns([campaign_id])[campaign_id]


def by_stage(campaign_id: int) -> list[tuple[Stage, Rate]]:
    """The response rate by the stage at which people were asked, in the order of a customer's life (G65).

    A stage of which nobody was reached is left out.
    """
    rows = Invitation.objects.filter(ARRIVED, campaign=campaign_id).order_by()
    return _by_stage(rows.values_list("stage").annotate(reached=Count("pk"), n=Count("pk", filter=ANSWERED)))


def rates_by_stage(*, since: datetime) -> dict[str, Rate]:
    """The response rate of each stage over all campaigns, of the mails sent since then."""
    rows = Invitation.objects.filter(ARRIVED, attempt_started_at__gte=since).order_by()
    told = rows.values_list("stage").annotate(reached=Count("pk"), n=Count("pk", filter=ANSWERED))
    return {stage.value: rate for stage, rate in _by_stage(told)}


def by_day(campaign_id: int, *, since: datetime, zone: ZoneInfo) -> list[Day]:
    """The days, in this zone, on which something was sent since then, in order."""
    rows = (
        Invitation.objects.filter(SENT, campaign=campaign_id, attempt_started_at__gte=since)
        .order_by()
        .values_list(TruncDate("sent_at", tzinfo=zone))
        .annotate(sent=Count("pk"), answered=Count("pk", filter=ANSWERED))
    )
    return sorted((Day(*row) for row in rows), key=lambda day: day.on)


def _by_stage(rows: Iterable[tuple[str, int, int]]) -> list[tuple[Stage, Rate]]:
    found = {stage: Rate(reached, answered) for stage, reached, answered in rows}
    return [(stage, found[stage]) for stage in Stage if stage in found]


def _in(state: OutboxState) -> Count:
    return Count("pk", filter=Q(state=state))
