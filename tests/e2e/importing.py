"""A telephone company's export, in its own words, and the way into the product."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from tests.e2e.browsing import settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

# "Subscriber" and "Care agent" are names that no list of synonyms knows.
HEADER = (
    "Customer ID",
    "Subscriber",
    "E-Mail",
    "Company",
    "Care agent",
    "First Purchase",
    "Purchases",
    "Renewal Date",
    "Contract",
    "Monthly Charges",
)
IMPORT_MS = 60_000


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One row of the export."""

    number: str
    name: str
    email: str
    company: str = "Canal Telecom Users"
    agent: str = "ines@example.com"
    first_purchase: str = "2022-03-01"
    purchases: str = "3"
    renewal: str = ""
    contract: str = "One year"
    charge: str = "56.95"


def telco_file(rows: Sequence[Subscriber]) -> bytes:
    """The export as bytes."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *map(astuple, rows)])
    return text.getvalue().encode()


def upload(page: Page, name: str, content: bytes) -> None:
    """Through the page for new imports; ends at the columns."""
    page.goto("/customers/imports/new/")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Upload and look at the columns").click()
    page.get_by_role("heading", name="Columns", exact=True).wait_for()


def send_column(page: Page, header: str, target: str) -> None:
    """Choose where a column goes, and wait for the preview that follows."""
    with page.expect_response(lambda answer: "/customers/imports/" in answer.url):
        page.get_by_label(f"Where “{header}” goes").select_option(label=target)
    settled(page)


def start_import(page: Page) -> None:
    """Press the button and wait for the end."""
    page.get_by_role("button", name="Import ").click()
    page.get_by_text("The import is done").wait_for(timeout=IMPORT_MS)
