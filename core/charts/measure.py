"""How much room texts take, so that no two of them collide."""

import unicodedata
from collections.abc import Sequence
from typing import Final

# In units of the drawing; static/css/chart.css sets the same.
SIZES: Final = {"label": 12, "count": 11, "value": 14}

_NARROW: Final = frozenset("iIjlt.,:;'|!()[] ")
_GAP: Final = 8


def text_width(text: str, kind: str) -> float:
    """A safe estimate of a text's width: fonts differ, so rather too wide than too narrow."""
    return SIZES[kind] * sum(_em(char) for char in text)


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if unicodedata.combining(char):
        return 0.0
    if char in _NARROW:
        return 0.36
    return 0.74 if char.isupper() or char in "mw@%" else 0.6


def shorten(text: str, room: float, kind: str) -> str:
    """The text, or what fits of it with an ellipsis behind; nothing where that would say nothing."""
    if text_width(text, kind) <= room:
        return text
    kept = text
    while kept and text_width(f"{kept}…", kind) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if len(kept) > 2 else ""


def thinned(labels: Sequence[str], spacing: float, kind: str = "label") -> list[bool]:
    """Which of some evenly spaced labels to show: every n-th, counted from the last, none touching."""
    widest = max((text_width(label, kind) for label in labels), default=0.0)
    step = 1
    while step < len(labels) and step * spacing < widest + _GAP:
        step += 1
    return [(len(labels) - 1 - index) % step == 0 for index in range(len(labels))]


def apart(centers: Sequence[float], widths: Sequence[float]) -> list[bool]:
    """Which of some labels in rising order to show: from the last on, each that still has room."""
    shown = [False] * len(centers)
    edge = float("inf")
    for index in range(len(centers) - 1, -1, -1):
        if centers[index] + widths[index] / 2 <= edge:
            shown[index] = True
            edge = centers[index] - widths[index] / 2 - _GAP / 2
    return shown


def brief(number: int, room: float) -> str:
    """The number in full, or in thousands or millions where it would touch its neighbor."""
    full = f"{number:,}"
    if text_width(full, "count") <= room or number < 1000:
        return full
    if number < 999_500:
        return f"{number / 1000:.0f}k"
    millions = number / 1_000_000
    return f"{millions:.1f}M" if millions < 9.95 else f"{millions:.0f}M"
