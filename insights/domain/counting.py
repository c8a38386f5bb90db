"""Counted answers by stretch of time, stage and score: one statement that every number adds up from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Value

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
    """Count the answers that enter the numbers, cut at these instants.

    With `since`, which is one of them, none from before it are read.
    """
    cuts = sorted(set(ends))
    rows = Response.objects.counted().filter(**scope.filters).order_by()
    slots = enumerate(zip([None, *cuts], [*cuts, None], strict=True))
    parts = [_counted(rows, slot, first, end) for slot, (first, end) in slots if not _is_over(end, since)]
    # A part for each slot reads by the index and sorts little. One statement over all of them would
    # sort every row on SQLite, which also would have to call Python for each date_trunc.
    cells = parts[0].union(*parts[1:], all=True)
    return Counts(cuts, {(slot, stage, score): number for slot, stage, score, number in cells})


def _counted(rows: ResponseQuerySet, slot: int, first: datetime | None, end: datetime | None) -> Any:
    part = rows if first is None else rows.filter(answered_at__gte=first)
    part = part if end is None else part.filter(answered_at__lt=end)
    numbered = part.annotate(slot=Value(slot, output_field=IntegerField()))
    return numbered.values_list("slot", "stage", "score").annotate(number=Count("pk"))


def _is_over(end: datetime | None, since: datetime | None) -> bool:
    """True for a slot that ends where the counting begins, or before."""
    return since is not None and end is not None and end <= since
