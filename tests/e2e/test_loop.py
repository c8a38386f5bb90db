"""The whole loop through real processes: event in, mail out, answer back, follow-up open."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.mailroom.smtp_servers import Mailroom, serving
from tests.nps_project.running import Running, eventually
from tests.services.postgresql import postgresql
from tests.services.process import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.needs_redis]

ADA = {"email": "ada@loop.example", "name": "Ada Loop", "external_id": "LOOP-1", "purchase_count": 2}
PASSWORD = "look-around-9"
START_SECONDS = 240.0
# From the event to the mail takes two rings and a moment; a machine that does something else as well, longer.
SECONDS = 120.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """The variables that lead the product to this kind of database."""
    if request.param == "sqlite":
        yield {}
        return
    try:
        server = postgresql()
    except Unavailable as reason:
        pytest.skip(f"needs PostgreSQL: {reason}")
    with server:
        yield {"DATABASE_URL": server.url}


@pytest.fixture
def smtp() -> Iterator[tuple[Mailroom, int]]:
    """A real SMTP server and its port."""
    handler = Mailroom()
    with serving(handler) as port:
        yield handler, port


@pytest.fixture
def product(tmp_path: Path, database: dict[str, Any], smtp: tuple[Mailroom, int]) -> Iterator[Running]:
    """Web, worker, beat and broker as `make run` starts them, with a small sample program."""
    server = Running(
        tmp_path / "var",
        arguments=("--customers", "30", "--responses", "5"),
        EMAIL_URL=f"smtp://127.0.0.1:{smtp[1]}",
        TICK_SECONDS="1",
        SAMPLE_PASSWORD=PASSWORD,
        **database,
    )
    with ExitStack() as stack:
        stack.callback(server.clean_up)
        server.start()
        assert server.has_said("Closeloop is ready", seconds=START_SECONDS), server.text
        yield server


def inputs(page: str) -> dict[str, str]:
    """The values that a form's hidden fields and its checked choices would send."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") == "hidden" and "name" in facts:
            found[facts["name"]] = facts.get("value", "")
    return found


def api_key(product: Running) -> str:
    """Log in as the sample's admin and make a key, as a person does in the settings."""
    session = requests.Session()
    login = session.get(f"{product.url}/login/", timeout=10)
    answer = session.post(
        login.url,
        {**inputs(login.text), "login": "admin@example.com", "password": PASSWORD},
        headers={"Referer": login.url},
        timeout=10,
    )
    assert "/login/" not in answer.url, answer.text
    keys = session.get(f"{product.url}/settings/keys/new/", timeout=10)
    made = session.post(
        keys.url,
        {**inputs(keys.text), "name": "Helpdesk", "scopes": ["read", "write"]},
        headers={"Referer": keys.url},
        timeout=10,
    )
    found = re.search(r"cl_[A-Za-z0-9]+_[A-Za-z0-9_-]+", made.text)
    assert found, made.text
    return found[0]


class Api:
    """The product as another program sees it."""

    def __init__(self, product: Running) -> None:
        self.url = f"{product.url}/api/v1"
        self.headers = {"Authorization": f"Bearer {api_key(product)}"}

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(f"{self.url}{path}", json=body, headers=self.headers, timeout=10)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json())

    def get(self, path: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.url}{path}", headers=self.headers, timeout=10)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        return list(body["results"] if isinstance(body, dict) else body)

    def support_case_closed(self, key: str) -> None:
        self.post(
            "/events/",
            {
                "customer": {"email": ADA["email"]},
                "name": "support_case_closed",
                # The campaign waits a day after the case: this one was closed a day ago.
                "occurred_at": (datetime.now(UTC) - timedelta(hours=25)).isoformat(),
                "key": key,
            },
        )


def mails_to_ada(handler: Mailroom) -> list[bytes]:
    return [content for _, recipients, content in handler.mails if recipients == [ADA["email"]]]


def test_an_event_becomes_a_mail_an_answer_and_a_follow_up(
    product: Running, smtp: tuple[Mailroom, int]
) -> None:
    """G45 G52 G61 G81: by API, beat, worker, SMTP, link and signal, and never a second mail."""
    handler, _ = smtp
    api = Api(product)
    ada = api.post("/customers/", ADA)

    api.support_case_closed("case-1")

    assert eventually(lambda: len(mails_to_ada(handler)) == 1, seconds=SECONDS), product.text
    plain = message_from_bytes(mails_to_ada(handler)[0], policy=policy.default).get_body(("plain",))
    assert plain
    link = re.search(r"http://\S+/s/\S+\?score=3\b", plain.get_content())
    assert link, plain.get_content()

    page = requests.get(link[0], timeout=10)
    assert (page.status_code, page.cookies.get_dict()) == (200, {})
    answer = requests.post(
        page.url,
        {**inputs(page.text), "score": "3", "reason": "Nobody called back.", "contact_me": "on"},
        timeout=10,
    )
    assert (answer.status_code, answer.history[0].status_code) == (200, 303), answer.text

    (response,) = api.get(f"/responses/?customer={ada['id']}")
    assert (response["score"], response["reason"]) == (3, "Nobody called back.")
    (followup,) = api.get(f"/followups/?customer={ada['id']}")
    assert (followup["state"], followup["opening_score"]) == ("open", 3)
    assert followup["assignee"], followup

    api.support_case_closed("case-2")
    assert eventually(
        lambda: any(
            row["reason"] == "quiet_period" for row in api.get(f"/invitations/?customer={ada['id']}")
        ),
        seconds=SECONDS,
    )
    assert len(mails_to_ada(handler)) == 1
