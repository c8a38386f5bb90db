"""A person at the product's pages: a window, and all the browser complained of."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect, sync_playwright

from team.enums import Role
from tests.services.fixtures import browser as chromium_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

PASSWORD = "look-around-9"
# Who the sample program hires.
STAFF = {
    Role.VIEWER: "viewer@example.com",
    Role.REP: "ines@example.com",
    Role.MANAGER: "manager@example.com",
    Role.ADMIN: "admin@example.com",
}
DESK, PHONE, NARROW = 1366, 390, 320
HEIGHT = 900
# In containers nobody may nest a sandbox, and the test pages are our own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 30_000
# What is expected of a page comes as late as the page itself, on a busy machine.
expect.set_options(timeout=TIMEOUT)
# Longer than any form waits before it asks what typing changed.
TYPING_MS = 800


@contextlib.contextmanager
def started_browser() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), headless=True, args=FLAGS)
        with contextlib.closing(browser):
            yield browser


def new_context(browser: Browser, url: str, state: Any = None, **options: Any) -> BrowserContext:
    """A visitor with cookies of their own; paths are relative to the product's address."""
    context = browser.new_context(
        base_url=url,
        storage_state=state,
        viewport={"width": DESK, "height": HEIGHT},
        reduced_motion="reduce",
        color_scheme="light",
        **options,
    )
    context.set_default_timeout(TIMEOUT)
    return context


def log_in(page: Page, email: str) -> None:
    """Through the sign-in page."""
    page.goto("/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^(?!.*/login/)"))


def follow(page: Page, clicked: Locator, to: str) -> None:
    """Click, and stand on the page with this path and query: the next step may not meet the one before."""
    clicked.click()
    page.wait_for_url(re.compile(rf"^[^/]+//[^/]+{to}$"))


def settled(page: Page) -> None:
    """Wait until what was typed or chosen has been sent, answered and put in its place."""
    page.wait_for_timeout(TYPING_MS)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


class Complaints:
    """What the browser's console says of a page: errors, refusals of the content policy, lost exceptions."""

    def __init__(self, page: Page) -> None:
        self.found: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.found.append(f"exception: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"{message.type}: {message.text}")

    def taken(self) -> list[str]:
        """All since the last time."""
        taken, self.found = self.found, []
        return taken
