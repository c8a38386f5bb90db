"""A survey is written, looked at and tried, and the pages behind it read right in German and in Arabic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import looking, outbox
from tests.e2e.browsing import DESK, NARROW, PHONE, STAFF, Complaints, follow
from tests.factories.questions import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

NAME = "What customers of two tongues say"


def written(page: Page) -> str:
    """A survey in English, German and Arabic with a logo and two further questions; its address."""
    page.goto("/surveys/new/")
    page.get_by_label("Name").fill(NAME)
    for language in ("English", "German", "Arabic"):
        page.get_by_label(language).check()
    follow(page, page.get_by_role("button", name="Save and write the words"), r"/surveys/\d+/.*")
    address = page.url.partition("?")[0]
    for kind, fields in (
        ("choice", {"Question": "What matters most?", "Choice 1": "The price", "Choice 2": "Fast help"}),
        ("scale", {"Question": "How easy was it?", "Words for 1": "Hard", "Words for 5": "Easy"}),
    ):
        page.goto(f"{address}questions/new/?kind={kind}")
        for label, words in fields.items():
            page.get_by_role("textbox", name=label).fill(words)
        follow(page, page.get_by_role("button", name="Save"), r"/surveys/\d+/questions/(\?.*)?")
        expect(page.get_by_text(fields["Question"]).first).to_be_visible()
    page.goto(f"{address}look/")
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_label("Logo", exact=True).set_input_files(logo)  # type: ignore[arg-type]  # a plain dict is what it takes
    page.get_by_role("button", name="Put the logo up").click()
    expect(page.get_by_role("img", name="Northwind Freight")).to_be_visible()
    return address


def test_a_survey_is_written_and_tried_in_german_and_arabic(
    logged_in: Callable[[Role], Page], visitor: Callable[..., Page]
) -> None:
    """G7 G8 G14 G39 G40 T5: what customers will see, in both directions, widths and lights; by keyboard."""
    page = logged_in(Role.MANAGER)
    address = written(page)
    page.goto(f"{address}?language=ar")
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text(f"Sent to {STAFF[Role.MANAGER]}.")).to_be_visible()
    link = outbox.newest(page, STAFF[Role.MANAGER]).answer_link(0).partition("?")[0]

    tester = visitor()
    complaints, faults = Complaints(tester), []
    for language, question in (("de", "Wie wahrscheinlich ist es"), ("ar", "ما مدى احتمال أن توصي")):
        tester.goto(f"{link}?lang={language}&score=8")
        expect(tester.get_by_role("heading", level=1)).to_contain_text(question)
        faults += [f"{language} {one}" for one in looking.faults(tester, widths=(DESK, PHONE, NARROW))]
        tester.get_by_role("radio", name="8", exact=True).focus()
        # To the next number whichever way the page runs; the arrow to the right leads back in Arabic.
        tester.keyboard.press("ArrowDown")
        tester.get_by_label("Fast help").check()
        tester.get_by_role("radio", name="4", exact=True).last.check()
        with tester.expect_navigation():
            tester.get_by_role("button").click()
        faults += [f"{language} thanks {one}" for one in looking.faults(tester, widths=(DESK, PHONE))]
        expect(tester.get_by_role("main")).to_contain_text("9")
    assert (faults, complaints.taken(), tester.context.cookies()) == ([], [], [])


def test_words_that_are_not_saved_are_shown_and_kept(logged_in: Callable[[Role], Page]) -> None:
    """The preview follows the typing, another view shows the same words, and leaving asks first."""
    page = logged_in(Role.MANAGER)
    page.goto("/surveys/")
    page.get_by_role("link", name="How are we doing?").click()
    frame = page.frame_locator("iframe[name=mail-preview]")
    page.get_by_label("Question", exact=False).first.fill("Would you tell {first_name|somebody} of us?")
    expect(frame.get_by_text("Would you tell Maya of us?").first).to_be_visible()
    page.get_by_role("link", name="Answer page").click()
    expect(frame.get_by_role("heading", name="Would you tell Maya of us?")).to_be_visible()

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="German").click()

    expect(page.get_by_label("Question", exact=False).first).to_have_value(
        "Would you tell {first_name|somebody} of us?"
    )
    assert asked == ["beforeunload"]
