from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import OperationalError, connection
from prometheus_client.parser import text_string_to_metric_families

from mailroom.enums import OutboxState
from nps_project import queues
from surveys.enums import CampaignState
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

LOOPBACK, STRANGER = "127.0.0.1", "203.0.113.9"

# The kinds of mails of which these tests have none.
IDLE = {"reminder": 0, "message": 0, "notification": 0, "webhookdelivery": 0}


def test_healthz_answers_without_a_database(client: Client) -> None:
    # No django_db marker: touching the database would fail the test.
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_pages_cannot_be_posted_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_readyz_is_ready_while_messages_leave(client: Client) -> None:
    InvitationFactory(send_after=NOW - timedelta(minutes=15))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "reasons": [],
        "oldest_due_seconds": {"invitation": 900.0, **IDLE},
    }


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_readyz_names_a_queue_that_nobody_works(client: Client) -> None:
    InvitationFactory(send_after=NOW - timedelta(minutes=16))
    InvitationFactory(send_after=NOW - timedelta(minutes=1))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["reasons"] == [
        "The oldest due invitation has waited 960 seconds; is a worker running?"
    ]


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_readyz_does_not_mind_what_is_held_on_purpose(client: Client) -> None:
    long_ago = NOW - timedelta(days=2)
    InvitationFactory(send_after=long_ago, campaign=CampaignFactory(state=CampaignState.PAUSED))
    InvitationFactory(send_after=long_ago, state=OutboxState.SKIPPED, reason="no_address")
    InvitationFactory(send_after=NOW + timedelta(days=1))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["oldest_due_seconds"] == {"invitation": 0.0, **IDLE}


def test_readyz_says_when_the_database_is_gone_and_not_where_it_was(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at db.internal refused")

    monkeypatch.setattr(connection, "ensure_connection", refuse)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": ["The database does not answer."]}


def numbers(body: bytes) -> dict[str, dict[str, float]]:
    """Each metric's values by their labels."""
    return {
        family.name: {",".join(sample.labels.values()): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(body.decode())
    }


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_metrics_counts_what_waits_from_the_database(client: Client) -> None:
    InvitationFactory(send_after=NOW - timedelta(minutes=2))
    InvitationFactory(send_after=NOW + timedelta(days=1))
    InvitationFactory(state=OutboxState.UNKNOWN)
    InvitationFactory(state=OutboxState.SKIPPED, reason="no_address")

    answer = client.get("/metrics", REMOTE_ADDR=LOOPBACK)

    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert numbers(answer.content) == {
        "closeloop_outbox_rows": {
            "invitation,planned": 2,
            "invitation,claimed": 0,
            "invitation,unknown": 1,
            "invitation,failed": 0,
            **{f"{kind},{state}": 0 for kind in IDLE for state in queues.UNSETTLED},
        },
        "closeloop_outbox_oldest_due_seconds": {"invitation": 120, **IDLE},
        "closeloop_responses": {"promoter": 0, "passive": 0, "detractor": 0},
        "closeloop_followups_open": {"yes": 0, "no": 0},
        "closeloop_followups_overdue": {"": 0},
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {"REMOTE_ADDR": LOOPBACK}, 200),
        ("", {"REMOTE_ADDR": "::1"}, 200),
        ("", {"REMOTE_ADDR": STRANGER}, 403),
        ("", {"REMOTE_ADDR": ""}, 403),
        # A proxy on this machine speaks for strangers.
        ("", {"REMOTE_ADDR": LOOPBACK, "HTTP_X_FORWARDED_FOR": STRANGER}, 403),
        ("", {"REMOTE_ADDR": LOOPBACK, "HTTP_FORWARDED": f"for={STRANGER}"}, 403),
        ("", {"REMOTE_ADDR": STRANGER, "HTTP_AUTHORIZATION": "Bearer "}, 403),
        ("s3cret", {"REMOTE_ADDR": STRANGER, "HTTP_AUTHORIZATION": "Bearer s3cret"}, 200),
        ("s3cret", {"REMOTE_ADDR": STRANGER, "HTTP_AUTHORIZATION": "Bearer guessed"}, 403),
        ("s3cret", {"REMOTE_ADDR": STRANGER, "HTTP_AUTHORIZATION": "s3cret"}, 403),
        # Once a token is set, being on this machine is no longer enough.
        ("s3cret", {"REMOTE_ADDR": LOOPBACK}, 403),
    ],
)
def test_metrics_are_for_the_token_or_this_machine_alone(
    client: Client, settings: Settings, token: str, headers: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", **headers).status_code == status  # type: ignore[arg-type]  # WSGI's names
