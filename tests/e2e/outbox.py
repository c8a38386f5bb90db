"""Mails as somebody reads them in the local outbox."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

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


def newest(page: Page, recipient: str, *, but: Collection[str] = (), seconds: float = WAIT_SECONDS) -> Letter:
    """The latest survey to such a recipient, after waiting for it if need be. Raises AssertionError.

    `but` are the paths of those that somebody has already. Mails that ask nothing are passed over.
    """
    deadline = time.monotonic() + seconds
    read: set[str] = set(but)
    while True:
        for path in _links(page, recipient):
            if path not in read:
                read.add(path)
                page.goto(f"{path}?part=text")
                text = page.locator("#reading pre").inner_text()
                if re.search(r"/s/\S+\?score=\d", text):
                    return Letter(path, text)
        assert time.monotonic() < deadline, f"no survey to {recipient}"
        page.wait_for_timeout(1000)


def count(page: Page, recipient: str) -> int:
    """How many mails to such a recipient the outbox's first page shows."""
    return len(_links(page, recipient))


def _links(page: Page, recipient: str) -> list[str]:
    page.goto(f"/outbox/?q={recipient}")
    rows = page.locator("#rows tbody a", has_text=recipient)
    return [str(row.get_attribute("href")) for row in rows.all()]
