"""Who is due, who is skipped and why: one row for each, written set by set.

Planning may run at any time, twice, or be killed in between: a row exists once for each campaign,
customer and occasion, and each slice of ids is a transaction of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min

from mailroom.enums import OutboxState
from surveys.domain import candidates, outdated, reviving
from surveys.domain.schedule import HORIZON
from surveys.enums import CampaignChannel, CampaignState, Reason, ScheduleKind
from surveys.models import Campaign, Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.models import Customer

SLICE = {"sqlite": 10_000, "postgresql": 100_000}
# On commit PostgreSQL locks the customers' keys one by one: in the order in which imports lock them.
ORDER = {"sqlite": "", "postgresql": "ORDER BY new.who"}
TABLE = Invitation._meta.db_table


@dataclass(frozen=True)
class Planned:
    """What one planning did: rows written or revived, and planned rows cancelled since their date moved."""

    written: int = 0
    cancelled: int = 0


def plan_due(
    *, now: datetime, progress: Callable[[Campaign, int, int], None] | None = None
) -> dict[Campaign, Planned]:
    """Plan every active campaign whose turn it is. Safe to repeat."""
    done = {}
    mailed = Campaign.objects.to_plan(now=now).filter(channel=CampaignChannel.EMAIL)
    for campaign in mailed.select_related("survey", "audience"):
        done[campaign] = plan(campaign=campaign, now=now, progress=progress)
    return done


def plan(
    *, campaign: Campaign, now: datetime, progress: Callable[[Campaign, int, int], None] | None = None
) -> Planned:
    """Write a row for every customer who is due within 36 hours, with the reason where not asked.

    `progress` is told the campaign, the slices done and their number after each slice.
    """
    mine = Campaign.objects.filter(pk=campaign.pk)
    # Before the first look: whoever rings from here on moves it forward, and the next tick plans again.
    mine.update(plan_due_at=now + _pause(campaign))
    try:
        done = _plan(campaign, now=now, progress=progress)
    except BaseException:
        # Out of time, or stopped: the next tick goes on with what is left.
        mine.update(plan_due_at=now)
        raise
    mine.update(planned_at=now)
    return done


def _plan(
    campaign: Campaign, *, now: datetime, progress: Callable[[Campaign, int, int], None] | None
) -> Planned:
    cancelled = cancel_outdated(campaign=campaign, now=now)
    due = candidates.due(campaign, program=Program.objects.current(), now=now, until=now + HORIZON)
    written = 0
    # There is nothing to look up the first time, when there is most to write.
    is_first = not Invitation.objects.filter(campaign=campaign).exists()
    bounds = list(_slices(due.rows))
    for number, (low, high) in enumerate(bounds, start=1):
        part = due.rows.filter(pk__gte=low, pk__lt=high)
        with transaction.atomic(), candidates.uncompiled():
            if not _still_active(campaign):
                break
            for select in due.selects(part):
                written += _insert(campaign, select, is_first=is_first, now=now)
        if progress:
            progress(campaign, number, len(bounds))
    return Planned(written=written, cancelled=cancelled)


def _still_active(campaign: Campaign) -> bool:
    """True while the campaign is active; two planners of one campaign take turns by its row."""
    return Campaign.objects.active().select_for_update(no_key=True).filter(pk=campaign.pk).exists()


def cancel_outdated(*, campaign: Campaign, now: datetime) -> int:
    """Cancel planned rows whose date, wave or place in the cycle is not theirs any more (G55)."""
    rows, reason = outdated.rows(campaign)
    stale = list(rows.values_list("pk", flat=True))
    return _cancel(Invitation.objects.filter(pk__in=stale), reason, now=now) if stale else 0


def cancel_left_over(*, now: datetime) -> int:
    """Cancel rows that were on their way when their campaign ended, and that came back unsent."""
    ended = Campaign.objects.filter(state=CampaignState.ENDED)
    return _cancel(Invitation.objects.filter(campaign__in=ended), Reason.CAMPAIGN_ENDED, now=now)


def _cancel(rows: QuerySet[Invitation], reason: Reason, *, now: datetime) -> int:
    """Cancel those that wait; in the order of their ids, so that no two cancel in a ring."""
    with transaction.atomic():
        waiting = rows.filter(state=OutboxState.PLANNED).order_by("pk")
        ids = list(waiting.select_for_update(no_key=True).values_list("pk", flat=True))
        return Invitation.objects.filter(pk__in=ids).update(
            state=OutboxState.CANCELLED, reason=reason, planned_at=now
        )


def ring(*, now: datetime) -> None:
    """Have active campaigns planned soon, because customers changed: those that hang on dates and events.

    Not at once: a thousand upserts in a row are one planning, and only the first of them writes.
    """
    soon = now + timedelta(seconds=settings.TICK_SECONDS)
    # Cycles and waves look at everybody, and whoever comes in is in time a quarter of an hour later.
    rung = Campaign.objects.active().filter(schedule_kind__in=[ScheduleKind.EVENT, ScheduleKind.DATE])
    rung.filter(plan_due_at__gt=soon).update(plan_due_at=soon)


def forget(*, customer: Customer, now: datetime) -> int:
    """Cancel what is planned for an erased customer, and drop the frozen attributes of what was sent."""
    theirs = Invitation.objects.filter(customer=customer)
    cancelled = _cancel(theirs, Reason.ERASED, now=now)
    theirs.filter(attributes__isnull=False).update(attributes=None)
    return cancelled


def _pause(campaign: Campaign) -> timedelta:
    # Events must be seen within a minute; dates only change by writes, and those ring.
    ticks = 1 if campaign.schedule_kind == ScheduleKind.EVENT else 90
    return timedelta(seconds=ticks * settings.TICK_SECONDS)


def _slices(rows: Any) -> Iterator[tuple[int, int]]:
    size = SLICE[connection.vendor]
    ends = rows.order_by().aggregate(low=Min("pk"), high=Max("pk"))
    if ends["low"] is not None:
        for low in range(ends["low"], ends["high"] + 1, size):
            yield low, low + size


def _insert(campaign: Campaign, select: candidates.Select, *, is_first: bool, now: datetime) -> int:
    """Insert the selected rows; those that exist stay, or are revived when there is something to revive."""
    # `WHERE` is needed: without it SQLite reads the conflict clause as a join's.
    known = "WHERE true" if is_first else f"WHERE NOT EXISTS ({_unchanged()})"
    sql = (
        f"INSERT INTO {TABLE} (campaign_id, customer_id, occasion, occasion_on, state, reason, send_after, "  # noqa: S608  # our own names and placeholders only
        "expires_at, planned_at) "
        "SELECT %s, new.who, new.occasion, new.occasion_on, new.state, new.reason, new.send_after, "
        f"new.closes_at, %s FROM ({select.sql}) new {known} {ORDER[connection.vendor]} "
        "ON CONFLICT (campaign_id, customer_id, occasion) DO UPDATE SET state = excluded.state, "
        "reason = excluded.reason, send_after = excluded.send_after, expires_at = excluded.expires_at, "
        "planned_at = excluded.planned_at "
        f"WHERE ({reviving.revivable(TABLE)}) "
        f"AND ({TABLE}.state <> excluded.state OR {TABLE}.reason <> excluded.reason)"
    )
    params = [campaign.pk, candidates.plain(now), *select.params, *([] if is_first else [campaign.pk])]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _unchanged() -> str:
    """The row that is there and stays. Asked beside ON CONFLICT, which locks and logs it on PostgreSQL."""
    return (
        f"SELECT 1 FROM {TABLE} old WHERE old.campaign_id = %s AND old.customer_id = new.who "  # noqa: S608  # our own names and placeholders only
        f"AND old.occasion = new.occasion AND (NOT ({reviving.revivable('old')}) "
        "OR old.state = new.state AND old.reason = new.reason)"
    )
