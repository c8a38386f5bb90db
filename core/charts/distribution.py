"""How the answers spread over the scale, by score and by band."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.frame import WIDE
from core.charts.measure import brief
from core.scoring import SCORES, Band, Tally, band_of, scores_of

_LEAST_BAR = 2


def distribution(counts: Sequence[int], *, width: float = 400, height: float = 220) -> SafeString:
    """A bar for each score from 0 to 10, its number above, the bands named below.

    Raises ValueError unless there are eleven numbers.
    """
    if len(counts) != len(SCORES):
        raise ValueError("a distribution has eleven numbers, one for each score")
    told = ", ".join(f"{score}: {number:,}" for score, number in enumerate(counts))
    slot = width / len(SCORES)
    return svg.chart(
        width,
        height,
        f"Answers by score. {told}",
        *(_bar(score, counts, slot, height) for score in SCORES),
        *_band_names(slot, height),
    )


def _bar(score: int, counts: Sequence[int], slot: float, height: float) -> SafeString:
    number, middle, floor = counts[score], (score + 0.5) * slot, height - 44
    tall = (floor - 20) * number / max(1, *counts)
    bar = max(_LEAST_BAR, tall) if number else 0
    marks = [
        svg.hit(score * slot, 0, slot, height - 20),
        svg.text(middle, floor - bar - 6, brief(number, slot), "count"),
        svg.text(middle, height - 28, str(score), "label"),
    ]
    if number:
        marks.append(_block(score * slot + 3, floor - bar, slot - 6, bar, f"bar chart-{band_of(score)}"))
    return svg.point(f"Score {score}: {number:,} answer{'' if number == 1 else 's'}", *marks)


def _band_names(slot: float, height: float) -> Iterator[SafeString]:
    for band in Band:
        scores = scores_of(band)
        left, right = scores[0] * slot + 3, (scores[-1] + 1) * slot - 3
        yield svg.line(left, height - 20, right, height - 20, "grid")
        yield svg.text((left + right) / 2, height - 6, band.plural, "count")


def _block(x: float, y: float, width: float, height: float, kind: str) -> SafeString:
    return svg.tag("rect", class_=f"chart-{kind}", x=x, y=y, width=width, height=height, rx=2)


def band_split(tally: Tally, *, width: float = WIDE, height: float = 14) -> SafeString:
    """One bar, cut into the shares of the three bands; their words belong into the legend beside it."""
    if not tally.total:
        return svg.chart(width, height, "No answers yet", _block(0, 0, width, height, "empty"))
    told = ", ".join(f"{tally.share(band)}% {band.plural.lower()}" for band in Band)
    return svg.chart(width, height, told, *_pieces(tally, width, height))


def _pieces(tally: Tally, width: float, height: float) -> Iterator[SafeString]:
    start = 0.0
    for band in Band:
        count = tally.count(band)
        wide = width * count / tally.total
        if count:
            told = f"{band.plural}: {tally.share(band)}%, {count:,} of {tally.total:,} answers"
            # A thin gap tells neighbors apart without their colors.
            yield svg.point(told, _block(start, 0, max(1.0, wide - 2), height, f"bar chart-{band}"))
        start += wide
