"""What a campaign would do, counted and not written: the same SELECT that planning inserts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection

from core import calendars
from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import candidates, reviving
from surveys.enums import label_of_reason
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from surveys.models import Campaign

TABLE = Invitation._meta.db_table


@dataclass
class Outlook:
    """Who would be asked in the coming days, and who not and why.

    `held` counts by reason code; `by_day` counts those to be asked by the program's local day.
    Someone with two occasions counts twice, once for each.
    """

    days: int
    asked: int = 0
    today: int = 0
    waiting: int = 0
    held: Counter[str] = field(default_factory=Counter)
    by_day: Counter[date] = field(default_factory=Counter)

    @property
    def considered(self) -> int:
        """Everybody whose occasion falls into the days: asked and held together."""
        return self.asked + sum(self.held.values())


@dataclass(frozen=True)
class Person:
    """Somebody due: the customer, what becomes of them, and when."""

    customer: Customer
    state: OutboxState
    reason: str
    send_after: datetime

    @property
    def why(self) -> str:
        """The reason in words; empty for somebody who will be asked."""
        return label_of_reason(self.reason) if self.reason else ""


def outlook(*, campaign: Campaign, now: datetime, days: int = 30) -> Outlook:
    """Count what the campaign would do from now on for so many days. Works on an unsaved draft, too."""
    program = Program.objects.current()
    zone = ZoneInfo(program.time_zone)
    today = calendars.local_day(now, zone)
    result = Outlook(days=days)
    until = now + timedelta(days=days)
    for select in _selects(campaign, program, now, until):
        for state, reason, send_after, count in _fetch(
            campaign, select, "state, reason, send_after, COUNT(*)", "GROUP BY state, reason, send_after"
        ):
            if state != OutboxState.PLANNED:
                result.held[reason] += count
                continue
            day = max(calendars.local_day(_instant(send_after), zone), today)
            result.asked += count
            result.by_day[day] += count
            result.today += count if day == today else 0
            result.waiting += count if reason else 0
    return result


def people(
    *, campaign: Campaign, now: datetime, days: int = 1, limit: int = 20, reason: str | None = None
) -> list[Person]:
    """Some of those due within the days: of one reason, or ("") of those to be asked, or of all (None)."""
    program = Program.objects.current()
    found: list[tuple[Any, ...]] = []
    for select in _selects(campaign, program, now, now + timedelta(days=days)):
        wanted = "" if reason is None else "WHERE new.reason = %s"
        tail = f"{wanted} ORDER BY send_after, who LIMIT {int(limit)}"
        found += _fetch(
            campaign, select, "who, state, reason, send_after", tail, [] if reason is None else [reason]
        )
    customers = Customer.objects.select_related("account").in_bulk([row[0] for row in found])
    return [
        Person(customers[who], OutboxState(state), why, _instant(at)) for who, state, why, at in found[:limit]
    ]


def _selects(
    campaign: Campaign, program: Program, now: datetime, until: datetime
) -> Iterator[candidates.Select]:
    return candidates.due(campaign, program=program, now=now, until=until).selects()


def _fetch(
    campaign: Campaign, select: candidates.Select, columns: str, tail: str, params: list[Any] | None = None
) -> list[tuple[Any, ...]]:
    # An occasion that was handled is not ahead any more, and one that was left out for good stays left out.
    is_final = reviving.left_out_for_good("old")
    sql = (
        f"SELECT {columns} FROM (SELECT ahead.who, ahead.send_after, "  # noqa: S608  # our own names and placeholders only
        f"CASE WHEN {is_final} THEN old.state ELSE ahead.state END AS state, "
        f"CASE WHEN {is_final} THEN old.reason ELSE ahead.reason END AS reason "
        f"FROM ({select.sql}) ahead LEFT JOIN {TABLE} old "
        f"ON old.campaign_id = %s AND old.customer_id = ahead.who AND old.occasion = ahead.occasion "
        f"WHERE old.id IS NULL OR NOT {reviving.done('old')}) new {tail}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*select.params, campaign.pk or 0, *(params or [])])
        return list(cursor.fetchall())


def _instant(value: Any) -> datetime:
    """What the driver gave, as an aware instant; SQLite gives text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
