"""Mails as somebody reads them in the local outbox."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

WAIT_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: its page's path and its plain text."""

    path: str
    text: str

    def answer_link(self, score: int) -> str:
        """The link of this number."""
        found = re.search(rf"http://\S+/s/\S+\?score={score}\b", self.text)
        assert found, self.text
        return found[0]

    @property
    def unsubscribe_link(self) -> str:
        """Where its reader says no more."""
        found = re.search(r"http://\S+/u/\S+", self.text)
        assert found, self.text
        return found[0]


def newest(page: Page, recipient: str, *, seconds: float = WAIT_SECONDS) -> Letter:
    """The latest mail to such a recipient, after waiting for it if need be. Raises AssertionError."""
    deadline = time.monotonic() + seconds
    while not (links := _links(page, recipient)):
        assert time.monotonic() < deadline, f"no mail to {recipient}"
        page.wait_for_timeout(1000)
    page.goto(f"{links[0]}?part=text")
    return Letter(links[0], page.locator("#reading pre").inner_text())


def count(page: Page, recipient: str) -> int:
    """How many mails to such a recipient the outbox's first page shows."""
    return len(_links(page, recipient))


def _links(page: Page, recipient: str) -> list[str]:
    page.goto(f"/outbox/?q={recipient}")
    rows = page.locator("#rows tbody a", has_text=recipient)
    return [str(row.get_attribute("href")) for row in rows.all()]
