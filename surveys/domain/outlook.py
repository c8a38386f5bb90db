"""What a campaign would do, counted and not written: the same SELECT that planning inserts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count

from core import calendars
from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import candidates
from surveys.enums import ScheduleKind, label_of_reason
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from surveys.models import Campaign

DAYS = 30


@dataclass
class Outlook:
    """Who would be asked in the coming days, and who not and why.

    `held` counts by reason code, `held_today` those of them whose occasion is today's; `by_day` counts
    those to be asked by the program's local day. Someone with two occasions counts twice, once for each.
    """

    days: int
    asked: int = 0
    today: int = 0
    waiting: int = 0
    held: Counter[str] = field(default_factory=Counter)
    held_today: Counter[str] = field(default_factory=Counter)
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

    @property
    def facts(self) -> tuple[int, str, str, datetime]:
        """What `people_of` makes them of again."""
        return self.customer.pk, str(self.state), self.reason, self.send_after


def outlook(*, campaign: Campaign, now: datetime, days: int = DAYS) -> Outlook:
    """Count what the campaign would do from now on for so many days. Works on an unsaved draft, too."""
    program = Program.objects.current()
    zone = ZoneInfo(program.time_zone)
    today = calendars.local_day(now, zone)
    until = now + timedelta(days=days)
    due = candidates.due(campaign, program=program, now=now, until=until)
    result = Outlook(days=days)
    for select in due.selects():
        columns = "state, reason, send_after, COUNT(*)"
        for row in _fetch(campaign, select, columns, "GROUP BY state, reason, send_after"):
            _count(result, *row, zone=zone, today=today, until=until)
    for reason, send_after, count in _waiting_longer(campaign, due, until):
        _count(result, OutboxState.PLANNED, reason, send_after, count, zone=zone, today=today, until=until)
    return result


def _count(
    result: Outlook,
    state: str,
    reason: str,
    send_after: Any,
    count: int,
    *,
    zone: ZoneInfo,
    today: date,
    until: datetime,
) -> None:
    at = _instant(send_after)
    day = max(calendars.local_day(at, zone), today)
    # Who waits beyond these days is not asked in them.
    if state != OutboxState.PLANNED or at > until:
        result.held[reason] += count
        result.held_today[reason] += count if day == today else 0
        return
    result.asked += count
    result.by_day[day] += count
    result.today += count if day == today else 0
    result.waiting += count if reason else 0


def _waiting_longer(
    campaign: Campaign, due: candidates.Due, until: datetime
) -> Iterator[tuple[str, datetime, int]]:
    """Planned mails of a cycle whose days are no longer looked at: they wait for their quiet period."""
    if campaign.schedule_kind != ScheduleKind.CYCLE or campaign.pk is None:
        return
    rows = Invitation.objects.waiting().filter(campaign=campaign, send_after__lte=until).order_by()
    groups = rows.values_list("customer__time_zone", "occasion_on", "reason", "send_after")
    for zone, day, reason, send_after, count in groups.annotate(number=Count("pk")):
        if day is not None and day < due.first_day(zone):
            yield reason, send_after, count


def people(
    *, campaign: Campaign, now: datetime, days: int = 1, limit: int = 20, reason: str | None = None
) -> list[Person]:
    """Some of those due within the days: of one reason, or ("") of those to be asked, or of all (None)."""
    wanted, params = ("", []) if reason is None else ("WHERE new.reason = %s", [reason])
    tail = f"{wanted} ORDER BY send_after, who LIMIT {int(limit)}"
    found = _rows(campaign, now, days, "who, state, reason, send_after", tail, params)
    return _people(sorted(found, key=itemgetter(3, 0))[:limit])


def samples(
    *, campaign: Campaign, now: datetime, days: int = DAYS, limit: int = 5
) -> dict[str, list[Person]]:
    """Some people of every reason at once; under "" some of those to be asked.

    One look at everybody, where a call of `people` for each reason would be one look each.
    """
    columns = (
        "who, state, reason, send_after, "
        "ROW_NUMBER() OVER (PARTITION BY new.reason ORDER BY new.send_after, new.who) AS place"
    )
    found = _rows(campaign, now, days, columns, "", [], outer=f"WHERE place <= {int(limit)}")
    chosen: dict[str, list[Person]] = {}
    for person in _people(sorted((row[:4] for row in found), key=itemgetter(3, 0))):
        group = chosen.setdefault(person.reason, [])
        if len(group) < limit:
            group.append(person)
    return chosen


def people_of(facts: Sequence[tuple[int, str, str, datetime]]) -> list[Person]:
    """Those of these who are still customers of their own, as they are now."""
    found = _people(facts)
    return [it for it in found if it.customer.erased_at is None and it.customer.merged_into_id is None]


def _rows(
    campaign: Campaign,
    now: datetime,
    days: int,
    columns: str,
    tail: str,
    params: list[Any],
    *,
    outer: str = "",
) -> list[tuple[Any, ...]]:
    until = now + timedelta(days=days)
    due = candidates.due(campaign, program=Program.objects.current(), now=now, until=until)
    found: list[tuple[Any, ...]] = []
    for select in due.selects():
        found += _fetch(campaign, select, columns, tail, params, outer=outer)
    return found


def _people(found: Sequence[tuple[Any, ...]]) -> list[Person]:
    customers = Customer.objects.select_related("account").in_bulk([row[0] for row in found])
    return [
        Person(customers[who], OutboxState(state), why, _instant(at))
        for who, state, why, at in found
        if who in customers
    ]


def _fetch(
    campaign: Campaign,
    select: candidates.Select,
    columns: str,
    tail: str,
    params: Sequence[Any] = (),
    *,
    outer: str = "",
) -> list[tuple[Any, ...]]:
    ahead = candidates.undone(campaign, select)
    sql = f"SELECT {columns} FROM ({ahead.sql}) new {tail}"  # noqa: S608  # our own names and placeholders only
    if outer:
        sql = f"SELECT * FROM ({sql}) chosen {outer}"  # noqa: S608  # see above
    with candidates.uncompiled(), connection.cursor() as cursor:
        cursor.execute(sql, [*ahead.params, *params])
        return list(cursor.fetchall())


def _instant(value: Any) -> datetime:
    """What the driver gave, as an aware instant; SQLite gives text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
