"""The page behind the unsubscribe link of a mail, in a real browser and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import looking, outbox
from tests.e2e.browsing import DESK, NARROW, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.needs_redis,
    pytest.mark.needs_chromium,
]


def test_somebody_pauses_changes_the_language_refuses_and_comes_back(
    visitor: Callable[..., Page], letter: outbox.Letter
) -> None:
    """Customers can refuse, or rest; no script, no cookie, nothing by opening the page."""
    page = visitor(java_script_enabled=False)
    page.goto(letter.unsubscribe_link)
    language = page.get_by_role("combobox")
    language.select_option("en")
    page.locator("form", has=language).get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("Saved. Surveys will come in this language.")

    page.get_by_role("button", name="Pause for a year").click()
    expect(page.get_by_role("heading", name="You have a break")).to_be_visible()

    page.get_by_role("button", name="End the break").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()

    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    page.goto(letter.unsubscribe_link)
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()

    page.get_by_role("button", name="You may ask me again").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    assert page.context.cookies() == []


def test_the_page_serves_everybody_from_320_px_on(page: Page, letter: outbox.Letter) -> None:
    page.goto(letter.unsubscribe_link)
    found = looking.faults(page, widths=(DESK, PHONE, NARROW))

    page.locator("[name=choice][value='6']").click()
    expect(page.locator("[value=end_pause]")).to_be_visible()
    found += looking.faults(page, widths=(DESK, PHONE, NARROW))

    assert found == []


def test_contact_rules_show_what_they_do_while_one_types(logged_in: Callable[[Role], Page]) -> None:
    """G61: the effect is seen before anything is saved."""
    page = logged_in(Role.ADMIN)
    page.goto("/settings/contact-rules/")
    told = page.locator("#effects")
    expect(told).to_contain_text("Everybody may be asked who has not refused.")

    page.get_by_label("Find a country").fill("german")
    page.get_by_label("Germany").check()
    expect(told).to_contain_text("without an opt-in")

    page.get_by_label("Quiet period").fill("12")
    expect(told).to_contain_text("A later date for")

    page.reload()
    expect(told).to_contain_text("Everybody may be asked who has not refused.")
