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
from surveys.domain import candidates
from surveys.enums import CURABLE, Reason
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from surveys.models import Campaign

TABLE = Invitation._meta.db_table
DONE = [
    OutboxState.CLAIMED.value,
    OutboxState.SENT.value,
    OutboxState.UNKNOWN.value,
    OutboxState.FAILED.value,
    OutboxState.EXPIRED.value,
]


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

    @property
    def reasons(self) -> list[tuple[Reason, int]]:
        """The reasons with their counts, most frequent first."""
        return [(Reason(code), count) for code, count in self.held.most_common()]


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
        return Reason(self.reason).label if self.reason else ""


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
    rows = candidates.considered(campaign, now=now, until=until)
    slots = candidates.slots_of(campaign, program=program, now=now, until=until)
    return candidates.selects(campaign, rows, slots, now=now)


def _fetch(
    campaign: Campaign, select: candidates.Select, columns: str, tail: str, params: list[Any] | None = None
) -> list[tuple[Any, ...]]:
    # An occasion that was handled is not ahead any more, and one that was left out for good stays left out.
    is_final = f"(old.state = 'skipped' AND old.reason NOT IN ({_marks(CURABLE)}))"
    sql = (
        f"SELECT {columns} FROM (SELECT ahead.who, ahead.send_after, "  # noqa: S608  # our own names and placeholders only
        f"CASE WHEN {is_final} THEN old.state ELSE ahead.state END AS state, "
        f"CASE WHEN {is_final} THEN old.reason ELSE ahead.reason END AS reason "
        f"FROM ({select.sql}) ahead LEFT JOIN {TABLE} old "
        f"ON old.campaign_id = %s AND old.customer_id = ahead.who AND old.occasion = ahead.occasion "
        f"WHERE old.id IS NULL OR old.state NOT IN ({_marks(DONE)})) new {tail}"
    )
    final = [reason.value for reason in CURABLE]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*final, *final, *select.params, campaign.pk or 0, *DONE, *(params or [])])
        return list(cursor.fetchall())


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _instant(value: Any) -> datetime:
    """What the driver gave, as an aware instant; SQLite gives text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
