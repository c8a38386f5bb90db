"""`python -m tests.e2e.screenshots`: take the README's pictures from the running sample program."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything that reads the settings: the package imported for the broker names its own.
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.conf import settings

from team.enums import Role
from tests.e2e import looking, outbox
from tests.e2e.browsing import PASSWORD, STAFF, log_in, new_context, started_browser
from tests.nps_project.running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A manager's pages; the first screen is a rep's, the answer page a customer's.
PICTURES = {
    "queue": "/followups/?view=team",
    "audience": "/customers/audiences/1/",
    "survey": "/surveys/1/",
    "campaign": "/campaigns/new/?stage=renewal",
    "campaign-page": "/campaigns/1/",
    "why": "/campaigns/1/explain/?customer=1",
    "playbook": "/playbooks/1/",
    "advocates": "/advocates/",
    "overview": "/insights/",
}
LARGEST = 250_000
START_SECONDS = 300.0


def shoot(page: Page, name: str, folder: Path) -> None:
    """The window's content as it is. Raises ValueError for a picture that is too large for a README."""
    page.wait_for_load_state("networkidle")
    looking.settle(page)
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes.")
    sys.stdout.write(f"{path}\n")


def take(browser: Browser, url: str, folder: Path) -> None:
    """All pictures, light; the overview in the dark as well."""
    context = new_context(browser, url)
    page = context.new_page()
    log_in(page, STAFF[Role.MANAGER])
    letter = outbox.newest(page, "@customers.example")
    for name, path in PICTURES.items():
        page.goto(path)
        shoot(page, name, folder)
    page.emulate_media(color_scheme="dark")
    shoot(page, "overview-dark", folder)
    rep = new_context(browser, url).new_page()
    log_in(rep, STAFF[Role.REP])
    # Again: without the notice of having signed in.
    rep.goto("/")
    shoot(rep, "home", folder)
    rep.goto("/followups/")
    rep.locator(".queue-row .row-title").first.click()
    shoot(rep, "followup", folder)
    customer = new_context(browser, url).new_page()
    customer.goto(letter.answer_link(9))
    shoot(customer, "answer", folder)


def main() -> None:
    """Start the product in a folder of its own, and stop it whatever happens."""
    folder = settings.BASE_DIR / "docs" / "img"
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))) / "var"
        product = Running(var, arguments=(), SAMPLE_PASSWORD=PASSWORD)
        product.start()
        stack.callback(product.clean_up)
        if not product.has_said("Closeloop is ready", seconds=START_SECONDS):
            sys.exit(product.text)
        take(stack.enter_context(started_browser()), product.url, folder)


if __name__ == "__main__":
    main()
