"""What a page must be at any width and in any light: usable by everybody, and no wider than its window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

AXE = Axe().axe_script
RUN = "axe.run({resultTypes: ['violations'], iframes: false, preload: false})"
# The elements that stick out to the right, for whoever has to mend the page.
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const all = [...document.querySelectorAll("body *")];
    const out = all.filter((one) => one.getBoundingClientRect().right > width + 1);
    const named = out.map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`);
    return [`${document.documentElement.scrollWidth} px wide`, ...new Set(named)].slice(0, 12);
}"""


def barriers(page: Page) -> Iterator[str]:
    """The violations that axe finds, each with the first element it names."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN)
    for violation in found["violations"]:
        nodes = violation["nodes"]
        summary = " ".join(nodes[0]["failureSummary"].split())
        yield f"{violation['id']} ({len(nodes)}): {nodes[0]['html'][:200]} – {summary[:300]}"


def overflow(page: Page) -> list[str]:
    """What is wider than the window; empty where nothing is."""
    return list(page.evaluate(STICKING_OUT))


def faults(
    page: Page, *, widths: tuple[int, ...], dark_widths: tuple[int, ...], axe_widths: tuple[int, ...]
) -> list[str]:
    """All that is wrong with the open page, with width and light before each."""
    found = []
    for light, looked_at in (("light", widths), ("dark", dark_widths)):
        page.emulate_media(color_scheme="dark" if light == "dark" else "light")
        for width in looked_at:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{width} {light}: {fault}" for fault in overflow(page)]
            if width in axe_widths:
                found += [f"{width} {light}: {fault}" for fault in barriers(page)]
    return found
