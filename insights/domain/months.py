"""The score month by month, in the months of the program's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from core.calendars import add_months, month_starts, start_of_day
from insights.domain.score import Score
from insights.domain.windows import Window
from insights.enums import Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from insights.domain.counting import Counts

USUAL, MOST = 12, 36


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the program's zone."""

    first: date
    window: Window


@dataclass(frozen=True, slots=True)
class MonthScore:
    """One month's score; the current month is not over yet."""

    first: date
    score: Score
    is_current: bool


def up_to(today: date, *, period: Period, zone: ZoneInfo) -> list[Month]:
    """The months that a trend shows, oldest first: twelve, or three years of all time."""
    starts = month_starts(today, MOST if period == Period.ALL else USUAL)
    ends = [*starts, add_months(starts[-1], 1)]
    return [
        Month(first, Window(start_of_day(first, zone), start_of_day(following, zone)))
        for first, following in pairwise(ends)
    ]


def trend(counts: Counts, months: Sequence[Month]) -> list[MonthScore]:
    """The score of each month; of more than a year, the months before the first answer are left out."""
    last = months[-1].first
    scored = [
        MonthScore(month.first, Score(counts.tally(month.window)), is_current=month.first == last)
        for month in months
    ]
    kept = list(dropwhile(lambda month: not month.score.n, scored))
    return scored[-max(len(kept), USUAL) :]
