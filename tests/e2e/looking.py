"""What a page must be at any width and in any light: usable by everybody, and no wider than its window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.browsing import HEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

AXE = Axe().axe_script
# A color on its way from one light to the other is neither; inherited ones set out after their parents'.
SETTLE = """async () => {
    for (let quiet = 0; quiet < 2;) {
        const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
        moving.forEach((one) => one.finish());
        quiet = moving.length === 0 ? quiet + 1 : 0;
        await new Promise((next) => { requestAnimationFrame(next); });
    }
}"""
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


def settle(page: Page) -> None:
    """Let every color arrive."""
    page.evaluate(SETTLE)


def barriers(page: Page) -> Iterator[str]:
    """The violations that axe finds, each with the first element it names."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    settle(page)
    found: dict[str, Any] = page.evaluate(RUN)
    for violation in found["violations"]:
        nodes = violation["nodes"]
        summary = " ".join(nodes[0]["failureSummary"].split())
        yield f"{violation['id']} ({len(nodes)}): {nodes[0]['html'][:200]} – {summary[:300]}"


def overflow(page: Page) -> list[str]:
    """What is wider than the window; empty where nothing is."""
    return list(page.evaluate(STICKING_OUT))


def faults(page: Page, *, widths: tuple[int, ...]) -> list[str]:
    """All that is wrong with the open page at these widths, with width and light before each.

    axe looks at the widest and the narrowest; in the dark, which changes colors alone, at the widest.
    """
    found = []
    lights: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for light in lights:
        page.emulate_media(color_scheme=light)
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            found += [f"{width} {light}: {fault}" for fault in overflow(page)]
            if width == max(widths) or (width == min(widths) and light == "light"):
                found += [f"{width} {light}: {fault}" for fault in barriers(page)]
    return found
