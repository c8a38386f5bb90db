"""Pictures of what somebody did, for people to look at."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Album:
    """Pictures of the steps, in $SHOTS or in a temporary folder that is printed."""

    def __init__(self) -> None:
        self.folder = Path(os.environ.get("SHOTS") or tempfile.mkdtemp(prefix="closeloop-shots-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count = 0

    def take(self, page: Page, name: str) -> None:
        """The whole page as it is now."""
        self.count += 1
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=self.folder / f"{self.count:02}-{name}.png", full_page=True)
