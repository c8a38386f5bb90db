"""The few SVG elements that charts are made of, every text and attribute escaped."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Attribute = str | float | None


def join(parts: Iterable[str]) -> SafeString:
    """Elements and texts one after the other; texts are escaped."""
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308  # just escaped


def tag(name: str, /, *children: str, **attributes: Attribute) -> SafeString:
    """One element. ``class_`` and ``text_anchor`` become class and text-anchor; None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return mark_safe(f"<{name}{written}>{join(children)}</{name}>")  # noqa: S308  # escaped part by part


def plain(value: str | float) -> str:
    """A coordinate with one decimal at most; text as it is."""
    if isinstance(value, str):
        return value
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def chart(width: float, height: float, sentence: str, *children: str) -> SafeString:
    """A whole picture, which is one image with one sentence to those who do not see it."""
    return tag(
        "svg",
        *children,
        class_="chart",
        viewBox=f"0 0 {plain(width)} {plain(height)}",
        role="img",
        aria_label=sentence,
    )


def point(told: str, *children: str) -> SafeString:
    """What belongs to one value; the browser and the read-out script tell it."""
    return tag("g", tag("title", told), *children, class_="chart-point", data_chart_point=told)


def hit(x: float, y: float, width: float, height: float) -> SafeString:
    """An unseen area that makes a small mark easy to point at."""
    return tag("rect", x=x, y=y, width=width, height=height, fill="none", pointer_events="all")


def text(x: float, y: float, content: str, kind: str, anchor: str = "middle") -> SafeString:
    """A text of one of the kinds in measure.py, standing on the line ``y``."""
    return tag("text", content, class_=f"chart-{kind}", x=x, y=y, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> SafeString:
    """A straight line."""
    return tag("line", class_=f"chart-{kind}", x1=x1, y1=y1, x2=x2, y2=y2)


def path(points: Iterable[tuple[float, float]], kind: str, *, closed: bool = False) -> SafeString:
    """Straight strokes from point to point."""
    strokes = " L".join(f"{plain(x)} {plain(y)}" for x, y in points)
    return tag("path", class_=f"chart-{kind}", d=f"M{strokes}{'Z' if closed else ''}")
