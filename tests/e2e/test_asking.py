"""From a template to the mail that arrives: a German and an Arabic customer answer, and one has enough."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import importing, looking, outbox
from tests.e2e.browsing import DESK, NARROW, PHONE, Complaints, follow, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.needs_redis,
    pytest.mark.needs_chromium,
]

TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
# The template asks a month after the first purchase, for a month.
BOUGHT = (TODAY - timedelta(days=40)).isoformat()
SURVEY = "In their own tongue"
HANNA, LAYLA = "hanna@asking.example", "layla@asking.example"
FILE = f"""ID,Name,E-Mail,Language,First Purchase,Purchases
A-1,Hanna Vogt,{HANNA},de,{BOUGHT},1
A-2,Layla Nasser,{LAYLA},ar,{BOUGHT},1
"""


def bring_in(page: Page) -> None:
    """Two new customers, by file."""
    importing.upload(page, "asking.csv", FILE.encode())
    importing.start_import(page)


def pause_the_samples_own(page: Page) -> None:
    """The sample's campaign for new customers could be faster than ours."""
    page.goto("/campaigns/?q=first+purchase")
    page.get_by_role("link", name="30 days after the first purchase").click()
    page.get_by_role("button", name="Pause").click()
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.get_by_text("is paused")).to_be_visible()


def write_survey(page: Page) -> None:
    """Our own words in the three languages."""
    page.goto("/surveys/new/")
    page.get_by_label("Name").fill(SURVEY)
    for language in ("English", "German", "Arabic"):
        page.get_by_label(language).check()
    page.get_by_role("button", name="Save and write the words").click()
    expect(page.get_by_role("link", name="Arabic")).to_be_visible()


def build_from_template(page: Page) -> None:
    """The new customers' template, at any hour of any day and before all others; then activated."""
    page.goto("/campaigns/new/")
    follow(page, page.get_by_role("link", name="Use this for New customer"), r"/campaigns/new/\?.+")
    page.get_by_label("Name", exact=False).first.fill("First month, asked in their words")
    page.locator("select[name=survey]").select_option(label=SURVEY)
    for day in ("Sat", "Sun"):
        page.get_by_label(day, exact=True).check()
    page.get_by_label("At any hour").check()
    page.get_by_label("Priority").fill("99")
    expect(page.locator("#outlook")).to_contain_text("at any hour of any day")
    settled(page)
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("#confirm")).to_contain_text("asked today")
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.get_by_text("is active").first).to_be_visible()


def answer(page: Page, letter: outbox.Letter, score: int, direction: str) -> list[str]:
    """Through the mail's own link; what is wrong with the page."""
    page.goto(letter.answer_link(score))
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.get_by_role("radio", name=str(score), exact=True)).to_be_checked()
    faults = looking.faults(page, widths=(DESK, PHONE, NARROW))
    page.get_by_role("textbox").first.fill("…")
    with page.expect_navigation():
        page.get_by_role("button").last.click()
    return [*faults, *looking.faults(page, widths=(DESK, PHONE))]


def test_a_template_becomes_mails_in_german_and_arabic(
    logged_in: Callable[[Role], Page], visitor: Callable[..., Page]
) -> None:
    """G2 G14 G21 G27 G28 G60 G61 T17: built from a template, received, answered, and refused."""
    staff = logged_in(Role.ADMIN)
    pause_the_samples_own(staff)
    bring_in(staff)
    write_survey(staff)
    build_from_template(staff)

    german, arabic = outbox.newest(staff, HANNA), outbox.newest(staff, LAYLA)
    assert "Wie wahrscheinlich" in german.text
    assert "ما مدى احتمال" in arabic.text

    customer = visitor()
    complaints = Complaints(customer)
    faults = [*answer(customer, german, 9, "ltr"), *answer(customer, arabic, 2, "rtl")]
    customer.goto(arabic.unsubscribe_link)
    faults += looking.faults(customer, widths=(DESK, PHONE, NARROW))
    before = outbox.count(staff, LAYLA)
    with customer.expect_navigation():
        customer.get_by_role("button").first.click()
    faults += looking.faults(customer, widths=(DESK, PHONE, NARROW))
    assert (faults, complaints.taken(), customer.context.cookies()) == ([], [], [])

    staff.goto(f"/customers/?q={LAYLA}")
    staff.get_by_role("link", name="Layla Nasser").first.click()
    expect(staff.get_by_text("Unsubscribed").first).to_be_visible()
    assert (before, outbox.count(staff, LAYLA)) == (1, 1)
