"""The public link in a real browser: the code's address, a kiosk, without script, right to left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import looking
from tests.e2e.browsing import DESK, NARROW, PHONE, Complaints, follow

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.needs_redis,
    pytest.mark.needs_chromium,
]
WIDTHS = (DESK, PHONE, NARROW)


@pytest.fixture
def staff(logged_in: Callable[[Role], Page]) -> Page:
    """A manager at the sample's link."""
    page = logged_in(Role.MANAGER)
    page.goto("/campaigns/")
    follow(page, page.get_by_role("link", name="In the lobby"), r"/campaigns/\d+/")
    follow(page, page.get_by_role("link", name="Placements").first, r"/campaigns/\d+/placements/")
    follow(page, page.get_by_role("link", name="Hamburg lobby"), r"/campaigns/\d+/placements/\d+/")
    return page


def test_a_passer_by_answers_without_script(staff: Page, visitor: Callable[..., Page], page: Page) -> None:
    """G25 T5: from the printed address to the list of answers."""
    url = staff.locator(".copy code").first.inner_text()
    plain = visitor(java_script_enabled=False)

    plain.goto(f"{url}?src=entrance")
    plain.get_by_role("radio", name="10").check()
    plain.get_by_role("textbox").first.fill("Friendly at the desk.")
    plain.get_by_role("button").click()

    expect(plain.get_by_text("Friendly at the desk.")).to_be_visible()
    assert plain.context.cookies() == []
    staff.goto("/responses/?channel=link&q=Friendly")
    staff.get_by_role("link", name="A visitor").first.click()
    expect(staff.get_by_text("entrance")).to_be_visible()


def test_every_page_serves_everybody(staff: Page, page: Page) -> None:
    """T5: question, thanks and kiosk, at any width, in both lights."""
    complaints = Complaints(page)
    seen = {}
    page.goto("/l/lobby")
    seen["question"] = looking.faults(page, widths=WIDTHS)
    page.get_by_role("radio", name="9", exact=True).check()
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    seen["thanks"] = looking.faults(page, widths=WIDTHS)
    page.goto("/l/lobby?kiosk=1")
    seen["kiosk"] = looking.faults(page, widths=WIDTHS)

    assert {name: faults for name, faults in seen.items() if faults} == {}
    assert complaints.taken() == []


def test_a_kiosk_asks_one_after_another(staff: Page, page: Page) -> None:
    page.goto("/l/lobby?kiosk=1&src=hall")
    page.get_by_role("radio", name="2", exact=True).check()
    page.get_by_role("textbox").first.fill("Nobody else should read this.")
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "Nobody else" not in page.content()

    page.get_by_role("link", name="Next answer").click()

    page.wait_for_url(re.compile(r"/l/lobby\?kiosk=1&src=hall$"))
    assert "Nobody else" not in page.content()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_the_poster_prints_alone(staff: Page) -> None:
    """The page around it stays off the paper."""
    staff.get_by_role("link", name="Poster to print").click()
    staff.emulate_media(media="print")

    expect(staff.locator(".poster-code")).to_be_visible()
    expect(staff.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(staff.get_by_role("heading", name="Poster")).to_be_hidden()
    staff.emulate_media(media="screen")
