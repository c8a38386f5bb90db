"""Who is due, as one SELECT: planning inserts it, the outlook counts it.

A Django queryset says who is considered and what speaks against them (stage, address, consent). It is
compiled and joined with the slots that Python's calendars made, so that SQL only compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Case, CharField, DateField, F, Q, Value, When
from django.db.models.functions import Cast, Concat

from customers.models import Customer, Event
from customers.querysets import own_or_account
from surveys.domain import schedule
from surveys.enums import QuietRule, Reason, ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.domain.schedule import Slot
    from surveys.models import Campaign
    from team.models import Program

# SQLite takes 32,766 parameters a statement; a slot has five.
SLOTS_A_STATEMENT = 4_000


@dataclass(frozen=True)
class Select:
    """A SELECT with its parameters. Columns: who, occasion, occasion_on, state, reason, send_after,
    closes_at, opens_at."""

    sql: str
    params: tuple[Any, ...]


def considered(campaign: Campaign, *, now: datetime, until: datetime) -> QuerySet[Any]:
    """The rows, customers or events, that may be due between `now` and `until`: one each."""
    if campaign.schedule_kind == ScheduleKind.EVENT:
        return _events(campaign, now=now, until=until)
    return _dated(campaign, now=now, until=until)


def slots_of(campaign: Campaign, *, program: Program, now: datetime, until: datetime) -> list[Slot]:
    """The local days on which a date campaign's customers are due, zone by zone; for events none."""
    if campaign.schedule_kind == ScheduleKind.EVENT:
        return []
    zones = Customer.objects.current().order_by().values_list("time_zone", flat=True).distinct()
    program_zone = ZoneInfo(program.time_zone)
    return list(
        schedule.slots(campaign=campaign, zones=list(zones), program_zone=program_zone, now=now, until=until)
    )


def selects(campaign: Campaign, rows: QuerySet[Any], slots: list[Slot], *, now: datetime) -> Iterator[Select]:
    """What becomes of each considered row: planned, or skipped with its reason.

    A few statements, since a database takes only so many slots in one; together they name
    every due customer once for each occasion.
    """
    if campaign.schedule_kind == ScheduleKind.EVENT:
        yield _judged(campaign, *_event_rows(campaign, rows), now=now)
        return
    for start in range(0, len(slots), SLOTS_A_STATEMENT):
        part = slots[start : start + SLOTS_A_STATEMENT]
        yield _judged(campaign, *_slotted_rows(campaign, rows, part), now=now)


def _dated(campaign: Campaign, *, now: datetime, until: datetime) -> QuerySet[Customer]:
    # A day of margin on both sides: local days differ, and the slots are exact anyway.
    first = now.date() - timedelta(days=campaign.window_days + campaign.offset_days + 2)
    last = until.date() + timedelta(days=2 - campaign.offset_days)
    return (
        Customer.objects.current()
        .annotate(anchor=own_or_account(campaign.date_field))
        .filter(anchor__range=(first, last))
    )


def _events(campaign: Campaign, *, now: datetime, until: datetime) -> QuerySet[Event]:
    delay = timedelta(hours=campaign.delay_hours)
    events = Event.objects.named(campaign.event_name).filter(
        customer__erased_at=None,
        occurred_at__lte=until - delay,
        occurred_at__gt=now - delay - timedelta(days=campaign.window_days),
    )
    if campaign.include_backlog:
        return events
    return events.filter(received_at__gte=campaign.activated_at or now)


def _against(campaign: Campaign, prefix: str) -> Case:
    """The reason that speaks against asking, from stage, address and consent; empty when none does."""
    cases = [
        When(**{f"{prefix}contact": None}, then=Value(Reason.NO_ADDRESS.value)),
        When(~Q(**{f"{prefix}contact__blocked_reason": ""}), then=F(f"{prefix}contact__blocked_reason")),
    ]
    if campaign.stages:
        outside = ~Q(**{f"{prefix}stage__in": campaign.stages})
        cases.insert(0, When(outside, then=Value(Reason.OUT_OF_AUDIENCE.value)))
    return Case(*cases, default=Value(""), output_field=CharField())


def _slotted_rows(campaign: Campaign, rows: QuerySet[Customer], part: list[Slot]) -> tuple[str, list[Any]]:
    inner, inner_params = (
        rows.order_by()
        .values(
            who=F("pk"),
            zone=F("time_zone"),
            anchor_on=F("anchor"),
            against=_against(campaign, ""),
            quiet_until=F("contact__next_survey_at"),
        )
        .query.sql_with_params()
    )
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
    params = [plain(value) for slot in part for value in _slot_row(campaign, slot)]
    # The names of VALUES are given by the CTE: both databases agree on that form.
    sql = (
        f"WITH slot (zone, anchor_on, occasion, opens_at, closes_at) AS (VALUES {values}) "  # noqa: S608  # placeholders only
        "SELECT c.who, slot.occasion, c.anchor_on AS occasion_on, c.against, c.quiet_until, "
        # CROSS: SQLite reads the people once and looks the slot up, instead of the people once a slot.
        f"slot.opens_at, slot.closes_at FROM ({inner}) c CROSS JOIN slot "
        "WHERE slot.zone = c.zone AND slot.anchor_on = c.anchor_on"
    )
    return sql, [*params, *inner_params]


def _slot_row(campaign: Campaign, slot: Slot) -> tuple[Any, ...]:
    occasion = schedule.occasion_of(campaign, slot.anchor_on)
    return slot.zone, slot.anchor_on, occasion, slot.opens_at, slot.closes_at


def _event_rows(campaign: Campaign, rows: QuerySet[Event]) -> tuple[str, tuple[Any, ...]]:
    delay = timedelta(hours=campaign.delay_hours)
    return (
        rows.order_by()
        .values(
            who=F("customer_id"),
            occasion=Concat(Value("event:"), Cast("pk", CharField())),
            occasion_on=Cast(Value(None), DateField()),
            against=_against(campaign, "customer__"),
            quiet_until=F("customer__contact__next_survey_at"),
            opens_at=F("occurred_at") + Value(delay),
            closes_at=F("occurred_at") + Value(delay + timedelta(days=campaign.window_days)),
        )
        .query.sql_with_params()
    )


def _judged(campaign: Campaign, due: str, params: Any, *, now: datetime) -> Select:
    """Add the quiet period's verdict to the due rows."""
    start = "CASE WHEN due.opens_at > %s THEN due.opens_at ELSE %s END"
    held = f"due.quiet_until > {start}"
    waits = campaign.quiet_rule == QuietRule.WAIT
    lost = f"({held} AND due.quiet_until >= due.closes_at)" if waits else held
    instant = plain(now)
    pair = [instant, instant]
    sql = (
        "SELECT due.who, due.occasion, due.occasion_on, "  # noqa: S608  # our own names and placeholders only
        f"CASE WHEN due.against <> '' OR {lost} THEN 'skipped' ELSE 'planned' END AS state, "
        "CASE WHEN due.against <> '' THEN due.against "
        f"WHEN {held} THEN 'quiet_period' ELSE '' END AS reason, "
        + (
            f"CASE WHEN {held} AND due.against = '' THEN due.quiet_until ELSE due.opens_at END"
            if waits
            else "due.opens_at"
        )
        + f" AS send_after, due.closes_at, due.opens_at FROM ({due}) due"
    )
    return Select(sql, (*pair, *pair, *(pair if waits else []), *params))


def plain(value: Any) -> Any:
    """A date or an instant as this database compares it; SQLite keeps both as text."""
    if connection.vendor != "sqlite":
        return value
    if hasattr(value, "tzinfo"):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
