"""Counted answers by stretch of time, stage and score: one GROUP BY that every number adds up from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, Value, When

from core.scoring import SCORES, Tally
from responses.models import Response

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from insights.domain.windows import Window
    from responses.querysets import ResponseQuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose answers: of one stage, of one campaign, or of all."""

    stage: str = ""
    campaign_id: int | None = None

    @property
    def filters(self) -> dict[str, object]:
        """The same as conditions; answers and invitations have both columns."""
        wanted = {"stage": self.stage, "campaign": self.campaign_id}
        return {name: value for name, value in wanted.items() if value}


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers by (slot, stage, score). Slot 0 lies before the first cut, slot i begins with cut i - 1."""

    cuts: Sequence[datetime]
    cells: Mapping[tuple[int, str, int], int]

    def scores(self, window: Window, *, stages: Collection[str] | None = None) -> Counter[int]:
        """How many answers of each score lie in the window, whose ends must be among the cuts.

        Raises ValueError for another end.
        """
        low = 0 if window.since is None else self._place(window.since) + 1
        high = len(self.cuts) if window.until is None else self._place(window.until)
        found: Counter[int] = Counter()
        for (slot, stage, score), number in self.cells.items():
            if low <= slot <= high and (stages is None or stage in stages):
                found[score] += number
        return found

    def tally(self, window: Window, *, stages: Collection[str] | None = None) -> Tally:
        """The same by band."""
        return Tally.from_counts(self.scores(window, stages=stages))

    def distribution(self, window: Window) -> list[int]:
        """The same as eleven numbers, from score 0 to score 10."""
        found = self.scores(window)
        return [found[score] for score in SCORES]

    def _place(self, end: datetime) -> int:
        place = bisect_left(self.cuts, end)
        if place == len(self.cuts) or self.cuts[place] != end:
            raise ValueError("a window must begin and end at a cut")
        return place


def count(*, scope: Scope, ends: Collection[datetime], since: datetime | None = None) -> Counts:
    """Count the answers that enter the numbers, cut at these instants; with `since`, none from before it."""
    cuts = sorted(set(ends))
    rows = _answers(scope, since).annotate(slot=_slot(cuts)).order_by()
    cells = rows.values_list("slot", "stage", "score").annotate(number=Count("pk"))
    return Counts(cuts, {(slot, stage, score): number for slot, stage, score, number in cells})


def _answers(scope: Scope, since: datetime | None) -> ResponseQuerySet:
    found: ResponseQuerySet = Response.objects.counted().filter(**scope.filters)
    return found if since is None else found.filter(answered_at__gte=since)


def _slot(cuts: Sequence[datetime], first: int = 0) -> Case | Value:
    """The number of the slot, found by halving: a few comparisons a row, however many cuts there are.

    Plain comparisons need no time zones in the database, and SQLite would call Python for each date_trunc.
    """
    if not cuts:
        return Value(first, output_field=IntegerField())
    middle = len(cuts) // 2
    earlier, later = _slot(cuts[:middle], first), _slot(cuts[middle + 1 :], first + middle + 1)
    return Case(When(answered_at__lt=cuts[middle], then=earlier), default=later, output_field=IntegerField())
