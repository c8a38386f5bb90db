"""One program's whole way through the API: customers and events in, invitations, answers and numbers out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from customers.models import Customer, Event
from integrations.domain import examples
from mailroom.enums import OutboxState
from responses.domain import recording
from surveys.domain import planning, posting
from surveys.models import Invitation
from team.enums import Scope
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import EventCampaignFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]

CALLS = {
    "GET": [
        "accounts",
        "campaigns",
        "customers",
        "events",
        "followups",
        "invitations",
        "metrics",
        "responses",
    ],
    "POST": ["accounts", "customers", "events"],
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class Program:
    """Another program, with its key."""

    def __init__(self, client: Client, *scopes: Scope) -> None:
        self.client = client
        self.headers = bearer(ApiKeyFactory.create(scopes=scopes or list(Scope)))

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = self.client.post(path, body, content_type="application/json", headers=self.headers)
        return answer.status_code, answer.json()

    def get(self, path: str) -> dict[str, Any]:
        answer = self.client.get(path, headers=self.headers)
        assert answer.status_code == 200, answer.json()
        found: dict[str, Any] = answer.json()
        return found


def test_from_a_customer_to_the_score(client: Client, clock: time_machine.Traveller) -> None:
    """G52 G63 G75 G80: a case closed in the helpdesk becomes an invitation, an answer and a number."""
    crm = Program(client)
    campaign = EventCampaignFactory.create(name="After support", delay_hours=0)

    created, customer = crm.post(
        "/api/v1/customers/", {"external_id": "C-1815", "email": "Ada@Customers.example", "name": "Ada Byron"}
    )
    again, same = crm.post("/api/v1/customers/", {"external_id": "C-1815", "name": "Ada Lovelace"})
    assert (created, again, same["id"], same["name"]) == (201, 200, customer["id"], "Ada Lovelace")

    closed = {"customer": {"external_id": "C-1815"}, "name": "support_case_closed", "key": "case-1"}
    told, event = crm.post("/api/v1/events/", closed)
    assert told == 201
    clock.shift(timedelta(minutes=1))
    now = NOW + timedelta(minutes=1)
    assert planning.plan(campaign=campaign, now=now).written == 1
    assert posting.deliver(clock=lambda: now).states[OutboxState.SENT] == 1

    asked = crm.get("/api/v1/invitations/")["results"][0]
    assert (asked["customer"]["external_id"], asked["state"]) == ("C-1815", "sent")
    assert asked["occasion"] == f"event:{event['id']}"
    quiet = crm.get("/api/v1/customers/?external_id=C-1815")["results"][0]
    assert (quiet["last_surveyed_at"], quiet["next_survey_at"]) == (
        "2026-03-10T09:01:00Z",
        "2026-09-09T22:00:00Z",
    )

    recording.record(
        invitation=Invitation.objects.get(),
        score=9,
        reason="Quick help.",
        contact_me=True,
        language="en",
        started_at=now,
        now=now + timedelta(hours=1),
    )

    answer = crm.get("/api/v1/responses/?band=promoter")["results"][0]
    assert (answer["score"], answer["reason"], answer["customer"]["id"]) == (9, "Quick help.", customer["id"])
    numbers = crm.get(f"/api/v1/metrics/?campaign={campaign.pk}")
    assert (numbers["n"], numbers["nps"], numbers["evidence"]) == (1, 100, "counts")
    assert numbers["response_rate"]["percent"] == 100.0
    assert crm.get("/api/v1/customers/?external_id=C-1815")["results"][0]["last_band"] == "promoter"


def test_an_event_that_is_sent_twice_is_one_event(client: Client) -> None:
    """G52: whoever repeats a call with the same key records nothing twice, and asks nobody twice."""
    crm = Program(client)
    campaign = EventCampaignFactory.create(delay_hours=0)
    CustomerFactory.create(external_id="C-1")
    body = {"customer": {"external_id": "C-1"}, "name": "support_case_closed", "key": "case-1"}

    (first, event), (second, same) = crm.post("/api/v1/events/", body), crm.post("/api/v1/events/", body)

    assert (first, second, same["id"]) == (201, 200, event["id"])
    assert Event.objects.count() == 1
    assert planning.plan(campaign=campaign, now=NOW).written == 1


@pytest.mark.parametrize(
    ("method", "name"), [(method, name) for method, names in CALLS.items() for name in names]
)
def test_each_call_needs_its_scope(client: Client, method: str, name: str) -> None:
    """A key that reads does not write, and one that writes does not read."""
    path = f"/api/v1/{name}/"
    reads, writes = Program(client, Scope.READ), Program(client, Scope.WRITE)

    def status(program: Program) -> int:
        if method == "GET":
            return client.get(path, headers=program.headers).status_code
        return program.post(path, {})[0]

    allowed, refused = (writes, reads) if method == "POST" else (reads, writes)
    assert status(refused) == 403
    assert status(allowed) == (422 if method == "POST" else 200)
    assert client.generic(method, path).status_code == 401


def test_the_examples_do_what_they_say(client: Client) -> None:
    """T54: whoever copies the first calls gets answers, in the order in which they stand on the page."""
    crm = Program(client)

    statuses = []
    for example in examples.FIRST_CALLS:
        if example.body is None:
            crm.get(example.path)
            statuses.append(200)
        else:
            statuses.append(crm.post(example.path, example.body)[0])

    assert statuses == [201, 201, 200, 200, 200]
    assert Customer.objects.get().account is not None


def test_a_copied_call_keeps_the_key_out_of_the_shells_history() -> None:
    example = examples.Example("Send", "", "POST", "/api/v1/events/", {"name": "it's"})

    assert example.curl(base_url="https://nps.example") == (
        'curl -X POST "https://nps.example/api/v1/events/" \\\n'
        '  -H "Authorization: Bearer $CLOSELOOP_KEY" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        '  -d \'{\n  "name": "it\\u0027s"\n}\''
    )
