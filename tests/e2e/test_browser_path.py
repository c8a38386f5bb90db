"""A newcomer's afternoon: customers in, campaign on, mail out, answer back, follow-up closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import outbox
from tests.e2e.album import Album
from tests.e2e.browsing import settled
from tests.e2e.importing import Subscriber, send_column, start_import, telco_file, upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.needs_redis,
    pytest.mark.needs_chromium,
]

# The sample program's zone: the day that counts is the program's.
TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
IN_60_DAYS = (TODAY + timedelta(days=60)).isoformat()
GRETA = Subscriber("7590-VHVEG", "Greta Unhappy", "greta@telco.example", renewal=IN_60_DAYS)
PAUL = Subscriber("5575-GNVDE", "Paul Pleased", "paul@telco.example", renewal=IN_60_DAYS)
FAR = Subscriber("3668-QPYBK", "Nora Later", "nora@telco.example", renewal="")
WORDS = "The tariff was raised without a word."
CAMPAIGN, SECOND = "Renewal talk", "Renewal talk again"


@pytest.fixture
def album(capsys: pytest.CaptureFixture[str]) -> Album:
    album = Album()
    with capsys.disabled():
        print(f"\nPictures: {album.folder}")  # noqa: T201  # whoever runs this wants to look at them
    return album


def answers_on_overview(page: Page) -> int:
    page.goto("/insights/")
    fact = page.locator("dl.facts div", has=page.get_by_text("answers", exact=True)).first.locator("dd")
    return int(fact.inner_text().replace(",", ""))


def pause_the_samples_own(page: Page) -> None:
    """Its campaign of the same kind would be faster than ours."""
    page.goto("/campaigns/?q=60+days")
    page.get_by_role("link", name="60 days before renewal").click()
    page.get_by_role("button", name="Pause").click()
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.get_by_text("is paused")).to_be_visible()


def import_the_export(page: Page, album: Album) -> None:
    upload(page, "subscribers.csv", telco_file([GRETA, PAUL, FAR]))
    expect(page.get_by_label("Where “E-Mail” goes")).to_have_value("email")
    expect(page.get_by_label("Where “Renewal Date” goes")).to_have_value("renewal_on")
    album.take(page, "columns")
    send_column(page, "Subscriber", "Name")
    send_column(page, "Care agent", "Account manager’s e-mail")
    expect(page.get_by_text("The first 3 rows read well")).to_be_visible()
    album.take(page, "preview")
    start_import(page)
    album.take(page, "imported")


def set_up_campaign(page: Page, name: str) -> None:
    """For renewals, 60 days before, at any hour; ends on the draft's page."""
    page.goto("/campaigns/new/?stage=renewal")
    page.get_by_label("Name", exact=False).first.fill(name)
    for day in ("Sat", "Sun"):
        page.get_by_label(day, exact=True).check()
    page.get_by_label("At any hour").check()
    page.get_by_label("Priority").fill("90")
    expect(page.locator("#outlook")).to_contain_text("at any hour of any day")
    # Its numbers follow the last of these fields.
    settled(page)


def number(page: Page, label: str) -> int:
    """One of the outlook's numbers."""
    fact = page.locator(".ahead-numbers div", has=page.get_by_text(label, exact=True)).first.locator("dd")
    return int(fact.inner_text().replace(",", ""))


def held(page: Page) -> int:
    """How many the quiet period keeps from being asked, as the outlook says."""
    return int(
        page.locator("summary", has_text="Asked within the quiet period").locator(".count").inner_text()
    )


def activate(page: Page) -> None:
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("button", name="Activate").click()
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.get_by_text("is active").first).to_be_visible()


def press_number(page: Page, letter: outbox.Letter, score: int) -> Page:
    """Open the mail and press its number: the frame runs no script, so by keyboard, as a reader may."""
    page.goto(letter.path)
    page.locator("iframe.mail-frame").focus()
    for _ in range(score + 1):
        page.keyboard.press("Tab")
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    return popup.value


def answer(page: Page, score: int, words: str) -> None:
    expect(page.get_by_role("radio", name=str(score), exact=True)).to_be_checked()
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button").click()
    expect(page.get_by_text(words)).to_be_visible()


def work_followup(page: Page, album: Album) -> None:
    """From the queue to the end: j, Enter, a call, e."""
    page.goto("/followups/?view=mine&q=Greta")
    album.take(page, "queue")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=GRETA.name)).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    album.take(page, "follow-up")
    page.get_by_label("Called and talked").check()
    page.get_by_label("What was said").fill("Explained the tariff, offered the old one.")
    page.get_by_role("button", name="Write down").click()
    expect(page.get_by_text("Explained the tariff, offered the old one.").first).to_be_visible()
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Resolve this follow-up")
    dialog.get_by_label("Root cause").select_option(index=1)
    dialog.get_by_label("Outcome").select_option(index=1)
    dialog.get_by_label("What was done").fill("Old tariff for another year.")
    album.take(page, "resolving")
    dialog.get_by_role("button", name="Resolve").click()
    expect(page.locator(".page-subtitle").get_by_text("Resolved")).to_be_visible()
    album.take(page, "resolved")


def test_a_newcomer_closes_the_loop(logged_in: Callable[[Role], Page], album: Album) -> None:
    """G1 G8 G23 G30 G39 G41 G45 G46 G49 G53 G55 G60 G61 G77 G81 G82 G83 T5 T54: all of it by hand."""
    admin = logged_in(Role.ADMIN)
    before = answers_on_overview(admin)
    pause_the_samples_own(admin)

    import_the_export(admin, album)
    admin.goto("/customers/stages/")
    expect(admin.get_by_role("heading", name="Renewal")).to_be_visible()
    album.take(admin, "segments")

    set_up_campaign(admin, CAMPAIGN)
    assert number(admin, "asked today") >= 2
    quiet = held(admin)
    album.take(admin, "campaign")
    activate(admin)
    album.take(admin, "activated")

    letter = outbox.newest(admin, GRETA.email)
    album.take(admin, "mail")
    form = press_number(admin, letter, 3)
    album.take(form, "answer")
    answer(form, 3, WORDS)
    album.take(form, "thanks")
    answer(press_number(admin, outbox.newest(admin, PAUL.email), 9), 9, "Always there when we call.")

    work_followup(logged_in(Role.REP), album)

    see_the_story(admin, album)
    assert answers_on_overview(admin) == before + 2
    album.take(admin, "overview")
    nobody_is_asked_twice(admin, album, quiet)


def wait_for_row(page: Page, row: Locator) -> None:
    """Reload until planning has written it."""
    for _ in range(60):
        if row.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail("No such row after a minute.")


def see_the_story(page: Page, album: Album) -> None:
    """One customer's page has all of it; a promoter got no follow-up, whatever a playbook wants of them."""
    page.goto("/followups/?view=team&q=Paul+Pleased")
    expect(page.locator("[id^=followup-]", has_text=PAUL.name)).to_have_count(0)
    page.goto("/customers/?q=greta%40telco.example")
    page.get_by_role("link", name=GRETA.name).first.click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    expect(page.get_by_text("Resolved").first).to_be_visible()
    album.take(page, "story")


def nobody_is_asked_twice(page: Page, album: Album, quiet: int) -> None:
    """A second campaign finds both held by the quiet period, and mails neither."""
    set_up_campaign(page, SECOND)
    assert held(page) >= quiet + 2
    album.take(page, "held")
    activate(page)
    rows = page.locator("#rows tbody tr", has=page.get_by_text("Asked within the quiet period"))
    for name in (GRETA.name, PAUL.name):
        wait_for_row(page, rows.filter(has_text=name))
    album.take(page, "skipped")
    assert [outbox.count(page, person.email) for person in (GRETA, PAUL, FAR)] == [1, 1, 0]
