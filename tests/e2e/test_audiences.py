"""An audience is put together while its effect is counted, with script and without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import looking
from tests.e2e.browsing import DESK, PHONE, Complaints, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def build(page: Page) -> None:
    """Put one together, step by step: a newer request breaks the last one off, which htmx reports."""

    def button(name: str) -> Callable[[], None]:
        return lambda: page.get_by_role("button", name=name).click()

    steps: list[Callable[[], object]] = [
        lambda: page.get_by_label("Name").fill("Seen by a browser"),
        lambda: page.get_by_label("Field of rule 1").select_option("stage"),
        lambda: page.locator("summary", has_text="Choose …").click(),
        lambda: page.get_by_label("Advocate").check(),
        lambda: page.keyboard.press("Escape"),
        button("Add a group"),
        lambda: page.locator("#rule-1-0-field").select_option("last_score"),
        lambda: page.locator("[name=rule-1-0-value]").fill("0"),
        button("Add a rule to the group"),
        lambda: page.locator("#rule-1-1-field").select_option("attribute:plan"),
        lambda: page.locator("[name=rule-1-1-value]").fill("Pro; Plus"),
        button("Leave out recent recipients"),
    ]
    for step in steps:
        step()
        settled(page)


def test_an_audience_is_built_and_used(logged_in: Callable[[Role], Page]) -> None:
    """T17 G64: rules, a group, a live count, recent recipients left out; then the list shows its members."""
    page = logged_in(Role.MANAGER)
    complaints = Complaints(page)
    page.goto("/customers/audiences/new/")

    build(page)

    expect(page.locator("[data-picked-text]")).to_have_text("Advocate")
    expect(page.locator("#effect")).to_contain_text(
        "Stage is Advocate and (last score is at least 0 or plan is"
    )
    expect(page.locator("#effect")).to_contain_text("last surveyed not within the last")
    assert looking.faults(page, widths=(DESK, PHONE)) == []
    page.locator(".form-actions").get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Seen by a browser” is saved.")).to_be_visible()

    page.get_by_role("link", name="See the saved audience in the list").click()

    expect(page.locator(".list-sum")).to_contain_text("in “Seen by a browser”")
    assert complaints.taken() == []


def test_an_audience_is_built_without_script(
    visitor: Callable[..., Page], logged_in: Callable[[Role], Page]
) -> None:
    """T17: every button of the builder is a submit button, and what was typed comes back."""
    state = logged_in(Role.MANAGER).context.storage_state()
    page = visitor(state, java_script_enabled=False)
    page.goto("/customers/audiences/new/")
    page.get_by_label("Name").fill("Without script")
    page.get_by_label("Field of rule 1").select_option("last_surveyed")
    page.get_by_role("button", name="Choose", exact=True).click()
    page.get_by_label("Comparison of rule 1").select_option("is_not_set")
    page.get_by_role("button", name="Count again").click()

    expect(page.get_by_label("Name")).to_have_value("Without script")
    expect(page.locator("#effect")).to_contain_text(re.compile(r"\d+ of [\d,]+ customers"))
    expect(page.locator("#effect")).to_contain_text("Last surveyed never.")
