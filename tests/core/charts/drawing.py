"""A drawn chart, taken apart."""

from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

from django.utils.safestring import SafeString

from core.charts.measure import text_width

ALLOWED = {"aria-label", "class", "cx", "cy", "d", "data-chart-point", "fill", "height", "pointer-events"} | {
    "r", "role", "rx", "text-anchor", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip


def parsed(drawing: SafeString) -> Element:
    """The elements, after a look at what every chart promises: one image, no styles, no ids."""
    assert isinstance(drawing, SafeString)
    root = fromstring(drawing)  # noqa: S314  # our own output
    assert (root.tag, root.get("role")) == ("svg", "img")
    assert root.get("aria-label")
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes <= ALLOWED
    assert {element.get("fill") for element in root.iter()} <= {None, "none"}
    for group in root.iter("g"):
        assert group.findtext("title") == group.get("data-chart-point")
    return root


def texts(root: Element, kind: str) -> list[str]:
    """What the texts of one kind say."""
    return [element.text or "" for element in having(root, "text", kind)]


def having(root: Element, tag: str, kind: str) -> list[Element]:
    """The elements of a class."""
    return [found for found in root.iter(tag) if f"chart-{kind}" in (found.get("class") or "").split()]


def told(root: Element) -> list[str]:
    """What the points say when they are pointed at."""
    return [group.get("data-chart-point") or "" for group in root.iter("g")]


def span(element: Element, kind: str) -> tuple[float, float]:
    """From where to where a text reaches."""
    x, wide = float(element.get("x") or 0), text_width(element.text or "", kind)
    return {"start": (x, x + wide), "middle": (x - wide / 2, x + wide / 2), "end": (x - wide, x)}[
        element.get("text-anchor") or "start"
    ]


def collide(spans: list[tuple[float, float]]) -> bool:
    """Whether any of some stretches overlap."""
    ordered = sorted(spans)
    return any(first[1] > second[0] for first, second in pairwise(ordered))
