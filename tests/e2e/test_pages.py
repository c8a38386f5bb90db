"""Every page at the sizes people use, in both lights: no barrier, no complaint, nothing beyond the edge."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from team.enums import Role
from tests.e2e import looking, outbox
from tests.e2e.browsing import DESK, NARROW, PHONE, STAFF, Complaints, follow, log_in, new_context
from tests.e2e.importing import Subscriber, send_column, start_import, telco_file, upload
from tests.e2e.no_pages import NOT_PAGES
from tests.e2e.stops import STOPS, Stop
from tests.urlconf import addresses

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.nps_project.running import Running

FOR_PROGRAMS = ("/api/v1/", "/v1/", "/anymail/")
PUBLIC_NAMES = {"public:answer", "public:thanks", "public:unsubscribe"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.needs_redis,
    pytest.mark.needs_chromium,
]


def test_every_url_is_looked_at_or_is_no_page() -> None:
    looked_at = {stop.name for stop in STOPS} | PUBLIC_NAMES
    pages = {name for name, address in addresses().items() if not address.path.startswith(FOR_PROGRAMS)}
    assert sorted(pages - looked_at - NOT_PAGES) == []


@pytest.fixture(scope="module")
def imports(product: Running, browser: Browser, sessions: dict[Role, Any]) -> dict[str, str]:
    """An import that waits for its columns, one that is done and has rejected a row, and who it brought.

    Two of those whom it brought look alike, and its mapping was kept.
    """
    context = new_context(browser, product.url)
    page = context.new_page()
    log_in(page, STAFF[Role.ADMIN])
    sessions[Role.ADMIN] = context.storage_state()
    upload(page, "columns.csv", telco_file([Subscriber("T-1", "Wait Ing", "wait.ing@telco.example")]))
    waiting = page.url
    rejected, taken = (
        Subscriber("T-2", "No Address", "nowhere"),
        Subscriber("T-3", "Ada Fine", "ada@telco.example"),
    )
    again = Subscriber("T-4", "Ada Fine", "a.da@telco.example")
    upload(page, "rejects.csv", telco_file([rejected, taken, again]))
    send_column(page, "Subscriber", "Name")
    page.get_by_text("Keep this mapping for the next file").click()
    page.get_by_label("Name of the mapping").fill("Telco")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("is kept, and offered").wait_for()
    done = page.url.partition("?")[0]
    start_import(page)
    page.goto("/customers/?q=ada@telco.example")
    follow(page, page.get_by_role("link", name="Ada Fine").first, r"/customers/\d+/")
    page.goto(f"{page.url}edit/")
    page.get_by_role("link", name="Edit Canal Telecom Users").click()
    page.wait_for_url("**/companies/**")
    company = page.url
    context.close()
    return {"columns": waiting, "done": done, "company": company}


def path_of(page: Page, stop: Stop) -> str:
    """The stop's own path, or the first link on its list that leads to such a page."""
    if not stop.link:
        return stop.path
    deadline = time.monotonic() + outbox.WAIT_SECONDS
    while True:
        page.goto(stop.path)
        links: list[str] = page.locator("a[href]").evaluate_all(
            "all => all.map((one) => one.pathname + one.search)"
        )
        if found := next((link for link in links if re.fullmatch(stop.link, link)), None):
            return found + stop.tail
        # The worker may not have sent the first mail yet.
        assert time.monotonic() < deadline, f"{stop.path} has no link to {stop.link}: {sorted(set(links))}"
        page.wait_for_timeout(1000)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.label)
def test_staff_page_serves_everybody(
    stop: Stop, imports: dict[str, str], logged_in: Callable[[Role], Page], visitor: Callable[..., Page]
) -> None:
    """T5 G85: every page, on a desk and on a phone, light and dark."""
    page = logged_in(stop.role) if stop.role else visitor()
    path = imports[stop.path] if stop.path in imports else path_of(page, stop)
    complaints = Complaints(page)

    answer = page.goto(path)

    assert answer
    assert answer.status == stop.status, path
    wrong = [
        fault for fault in complaints.taken() if stop.status < 400 or "Failed to load resource" not in fault
    ]
    if stop.press:
        page.keyboard.press(stop.press)
    wrong += looking.faults(page, widths=(DESK, PHONE))
    assert wrong == [], path


def test_api_papers_come_up_under_the_content_policy(logged_in: Callable[[Role], Page]) -> None:
    page = logged_in(Role.ADMIN)
    complaints = Complaints(page)

    page.goto("/api/docs/")

    expect(page.get_by_text("/api/v1/customers/").first).to_be_attached()
    assert complaints.taken() == []


class PublicWalk:
    """One customer's way through the public pages, looked at page by page."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints = page, Complaints(page)
        self.seen: dict[str, list[str]] = {}

    def look(self, name: str, *, missing: bool = False) -> None:
        """Note what is wrong with the page that is open."""
        found = [fault for fault in self.complaints.taken() if not (missing and "404" in fault)]
        found += looking.faults(self.page, widths=(DESK, PHONE, NARROW))
        self.seen[name] = found

    def open(self, url: str, name: str, *, missing: bool = False) -> None:
        """Go there and look."""
        self.page.goto(url)
        self.look(name, missing=missing)

    def press(self, name: str) -> None:
        """Press the page's first button and look at what comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button").first.click()
        self.look(name)


def test_customers_pages_serve_everybody(page: Page, letter: outbox.Letter) -> None:
    """T5 G39 G41: from 320 px on, right to left too, from the question to the unsubscribing; no cookie."""
    walk = PublicWalk(page)

    walk.open(letter.answer_link(9), "question")
    walk.open(f"{letter.answer_link(9)}&lang=ar", "right to left")
    walk.open(letter.answer_link(9), "question again")
    page.get_by_role("radio", name="8", exact=True).check()
    page.get_by_role("textbox").fill("Pickups are on time, every time.")
    walk.press("thanks")
    walk.open(letter.answer_link(9), "answered before")
    walk.open(letter.unsubscribe_link, "unsubscribe")
    walk.press("unsubscribed")
    walk.press("resumed")
    walk.open("/s/no-such-token", "unknown link", missing=True)

    assert [f"{name}: {fault}" for name, found in walk.seen.items() for fault in found] == []
    assert page.context.cookies() == []


def test_answering_needs_no_script(visitor: Callable[..., Page], letter: outbox.Letter) -> None:
    """G39 G41 T5: without script the form asks and thanks."""
    page = visitor(java_script_enabled=False)
    link = letter.answer_link(0).partition("?")[0]

    page.goto(link)
    page.get_by_role("radio", name="10").check()
    page.get_by_role("textbox").fill("No surprises on the invoice.")
    page.get_by_role("button").click()

    expect(page).to_have_url(re.compile(r"/thanks\?"))
    expect(page.get_by_text("No surprises on the invoice.")).to_be_visible()
