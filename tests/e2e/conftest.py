"""The whole product as processes with its sample program, and people who look at it in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from team.enums import Role
from tests.e2e import outbox
from tests.e2e.browsing import PASSWORD, STAFF, log_in, new_context, started_browser
from tests.nps_project.running import Running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

START_SECONDS = 360.0


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Web, worker, beat and broker with a sample program, mails in the local outbox."""
    server = Running(
        tmp_path_factory.mktemp("e2e") / "var",
        arguments=("--customers", "300", "--responses", "120"),
        TICK_SECONDS="1",
        SAMPLE_PASSWORD=PASSWORD,
    )
    try:
        server.start()
        assert server.has_said("Closeloop is ready", seconds=START_SECONDS), server.text
        yield server
    finally:
        server.clean_up()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests: starting it takes longer than most pages."""
    with started_browser() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def sessions() -> dict[Role, Any]:
    """Who has logged in already, with their cookies."""
    return {}


@pytest.fixture(scope="session")
def opened() -> set[str]:
    """The paths of the sample's mails that a test has had."""
    return set()


@pytest.fixture
def letter(logged_in: Callable[[Role], Page], opened: set[str]) -> outbox.Letter:
    """A survey that the worker mailed to one of the sample's customers, and that no other test has."""
    found = outbox.newest(logged_in(Role.ADMIN), "@customers.example", but=opened)
    opened.add(found.path)
    return found


@pytest.fixture
def visitor(product: Running, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows without cookies; `visitor(java_script_enabled=False)` is one without script."""
    contexts: list[BrowserContext] = []

    def open_window(state: Any = None, **options: Any) -> Page:
        contexts.append(new_context(browser, product.url, state, **options))
        return contexts[-1].new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """The window of somebody without an account."""
    return visitor()


@pytest.fixture
def logged_in(visitor: Callable[..., Page], sessions: dict[Role, Any]) -> Callable[[Role], Page]:
    """Opens a window of the sample's person with this role."""

    def open_window(role: Role) -> Page:
        if role in sessions:
            return visitor(sessions[role])
        page = visitor()
        log_in(page, STAFF[role])
        sessions[role] = page.context.storage_state()
        return page

    return open_window
