"""How many advocates there were, and what they did, month by month (G74)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField
from django.db.models.functions import TruncMonth

from core.calendars import add_months, local_day, month_starts, start_of_day
from customers.enums import Stage
from customers.models import StageChange
from followups.enums import ReferralState
from followups.models import Endorsement, Referral
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from typing import Any

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month: advocates at its end (or now), and what was agreed and won in it."""

    first: date
    advocates: int
    agreed: int
    won: int
    is_current: bool


def by_month(*, now: datetime) -> list[Month]:
    """The last twelve months in the program's zone, oldest first. Three queries."""
    zone = ZoneInfo(Program.objects.current().time_zone)
    firsts = month_starts(local_day(now, zone), MONTHS)
    ends = [start_of_day(first, zone) for first in firsts[1:]] + [now]
    spans = list(_spans())
    agreed = Endorsement.objects.filter(agreed_at__gte=start_of_day(firsts[0], zone), agreed_at__lte=now)
    won = Referral.objects.filter(
        state=ReferralState.WON, decided_on__gte=firsts[0], decided_on__lt=add_months(firsts[-1], 1)
    )
    agreements = _counted(
        agreed.annotate(month=TruncMonth("agreed_at", tzinfo=zone, output_field=DateField()))
    )
    wins = _counted(won.annotate(month=TruncMonth("decided_on")))
    return [
        Month(
            first=first,
            advocates=sum(begin < end and (over is None or over >= end) for begin, over in spans),
            agreed=agreements.get(first, 0),
            won=wins.get(first, 0),
            is_current=first == firsts[-1],
        )
        for first, end in zip(firsts, ends, strict=True)
    ]


def _spans() -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when each was an advocate; open where they still are. An erased customer is none."""
    ever = StageChange.objects.filter(to_stage=Stage.ADVOCATE).values("customer")
    changes = StageChange.objects.filter(customer__in=ever).order_by("customer", "changed_at", "pk")
    rows = changes.values_list("customer", "changed_at", "to_stage", "customer__erased_at").iterator()
    for _, theirs in groupby(rows, key=itemgetter(0)):
        yield from _of_one(theirs)


def _of_one(changes: Iterable[tuple[int, datetime, str, datetime | None]]) -> Iterator[Any]:
    since, erased = None, None
    for _, at, stage, erased in changes:  # noqa: B007  # the last row's is asked for below
        if stage == Stage.ADVOCATE:
            since = since or at
        elif since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, erased


def _counted(rows: Any) -> dict[date, int]:
    return dict(rows.order_by().values_list("month").annotate(number=Count("pk")))
