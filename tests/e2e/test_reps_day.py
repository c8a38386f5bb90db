"""A rep's day by the keyboard alone: pick, call, write, wait, snooze, resolve."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import looking
from tests.e2e.album import Album
from tests.e2e.browsing import DESK, HEIGHT, PHONE, Complaints

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.needs_redis,
    pytest.mark.needs_chromium,
]
SEND = "Control+Enter"
MOST_TABS = 80
IN_A_WEEK = timedelta(days=7)


@pytest.fixture
def rep(logged_in: Callable[[Role], Page]) -> Page:
    return logged_in(Role.REP)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the keyboard."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"nobody reaches {wanted} by Tab")


def open_next(page: Page) -> str:
    """The first follow-up of one's own whose customer may be contacted; the heading of its page."""
    page.goto("/followups/?view=mine")
    rows = page.locator("[data-keylist] > li")
    expect(rows.first).to_be_visible()
    for _ in range(rows.count()):
        page.keyboard.press("j")
        chosen = page.locator('[data-keylist] > [aria-current="true"]')
        expect(chosen).to_have_count(1)
        if "No contact wanted" not in chosen.inner_text():
            page.keyboard.press("Enter")
            page.wait_for_url("**/followups/*/")
            return page.get_by_role("heading", level=1).inner_text()
    raise AssertionError("nobody in the queue may be contacted")


def told(page: Page, words: str) -> None:
    expect(page.locator(".toast", has_text=words).first).to_be_visible()


def call(page: Page) -> None:
    page.keyboard.press("c")
    page.keyboard.type("Talked for ten minutes: the export loses rows.")
    page.keyboard.press(SEND)
    told(page, "Written down.")
    expect(page.locator(".timeline")).to_contain_text("Called and talked")


def write(page: Page, album: Album) -> None:
    page.keyboard.press("m")
    page.wait_for_url("**/write/**")
    album.take(page, "empty-sheet")
    tab_to(page, page.get_by_label("Begin with"))
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**/write/?template=*")
    expect(page.get_by_label("Subject")).not_to_be_empty()
    subject = page.get_by_label("Subject").input_value()
    album.take(page, "filled")
    tab_to(page, page.get_by_label("Message"))
    page.keyboard.press("Control+End")
    page.keyboard.type("\nI look at the export myself.")
    page.keyboard.press(SEND)
    told(page, "is in the outbox")
    expect(page.locator(".timeline")).to_contain_text(subject)


def test_a_day_at_the_queue_without_a_mouse(rep: Page) -> None:
    """G1 G46 G82 G83 T25 T27: every act of a rep has a key, and leaves its line in the history."""
    album, complaints = Album(), Complaints(rep)
    name = open_next(rep)
    album.take(rep, "picked")
    call(rep)
    write(rep, album)

    rep.keyboard.press("w")
    expect(rep.get_by_role("dialog")).to_be_visible()
    rep.keyboard.type((timezone.localdate() + IN_A_WEEK).strftime("%m%d%Y"))
    rep.keyboard.press(SEND)
    told(rep, "The clock stands still until then.")
    album.take(rep, "waiting")
    rep.goto("/followups/?view=waiting")
    expect(rep.locator("#rows")).to_contain_text(name)
    assert complaints.taken() == []


def test_putting_off_and_closing_without_a_mouse(rep: Page) -> None:
    """G46: a cause, an outcome and a note, before it is done."""
    name = open_next(rep)

    rep.keyboard.press("s")
    expect(rep.get_by_role("dialog")).to_be_visible()
    rep.keyboard.press(SEND)
    told(rep, "Out of sight until then.")
    rep.goto("/followups/?view=mine")
    expect(rep.locator("#rows")).not_to_contain_text(name)
    rep.go_back()

    rep.keyboard.press("e")
    expect(rep.get_by_role("dialog")).to_be_visible()
    rep.keyboard.type("Support")
    rep.keyboard.press("Tab")
    rep.keyboard.type("Solved")
    rep.keyboard.press("Tab")
    rep.keyboard.type("Agreed on a weekly call.")
    rep.keyboard.press(SEND)
    told(rep, "Resolved. The loop is closed.")
    expect(rep.locator(".timeline")).to_contain_text("Resolved: Solved, customer content. Cause: Support")
    rep.goto("/followups/?view=done")
    expect(rep.locator("#rows")).to_contain_text(name)


def test_the_pages_of_the_day_serve_everybody(rep: Page) -> None:
    """At a desk and on a phone, in the light and in the dark."""
    album, found = Album(), []
    open_next(rep)
    paths = ["/followups/?view=mine", rep.url, f"{rep.url}write/", f"{rep.url}snooze/", f"{rep.url}resolve/"]
    for place, path in enumerate(paths):
        rep.goto(path)
        found += [f"{path}: {fault}" for fault in looking.faults(rep, widths=(DESK, PHONE))]
        for light in ("light", "dark"):
            for width in (DESK, PHONE):
                rep.emulate_media(color_scheme=light)
                rep.set_viewport_size({"width": width, "height": HEIGHT})
                album.take(rep, f"day-{place}-{width}-{light}")
        rep.set_viewport_size({"width": DESK, "height": HEIGHT})

    assert found == []


def test_acting_from_the_queue_leads_back_to_it(rep: Page) -> None:
    """G1: the keys of a row work from the list, and one is back in the same view with its filter."""
    view = "/followups/?view=mine&group=none"
    rep.goto(view)
    rows = rep.locator("[data-keylist] > li")
    expect(rows.first).to_be_visible()
    before = rows.count()

    rep.keyboard.press("j")
    rep.keyboard.press("s")
    rep.wait_for_url("**/snooze/?next=*")
    rep.keyboard.press("Tab")
    tab_to(rep, rep.get_by_role("button", name="Snooze"))
    rep.keyboard.press("Enter")

    told(rep, "Out of sight until then.")
    assert rep.url.endswith(view)
    expect(rows).to_have_count(before - 1)
