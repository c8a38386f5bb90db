"""Audiences, filters and launches as other programs use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from customers.domain import launching
from customers.models import Audience, Event, Launch
from team.enums import Scope
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from datetime import timedelta

    from django.test import Client

pytestmark = pytest.mark.django_db

AUDIENCES, CUSTOMERS, LAUNCHES = "/api/v1/audiences/", "/api/v1/customers/", "/api/v1/launches/"
GERMANS = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
Call = Callable[..., tuple[int, Any]]


@pytest.fixture(autouse=True)
def people(db: None) -> None:
    for name, country in (("Ada", "DE"), ("Bob", "DE"), ("Cleo", "FR")):
        CustomerFactory.create(name=name, country=country)


def names(body: Any) -> list[str]:
    return [row["name"] for row in body["results"]]


def test_an_audience_is_saved_changed_counted_and_given_up(call: Call) -> None:
    """T17: the rules of the builder are those of the API."""
    made, audience = call("POST", AUDIENCES, {"name": "Germans", "rules": GERMANS})
    one = f"{AUDIENCES}{audience['id']}/"
    counted = call("GET", f"{one}count/")
    changed, renamed = call("PATCH", one, {"name": "At home"})
    listed = call("GET", AUDIENCES)

    assert (made, changed) == (201, 200)
    assert {key: audience[key] for key in ("name", "description", "rules", "described")} == {
        "name": "Germans",
        "description": "",
        "rules": GERMANS,
        "described": "Country is Germany.",
    }
    assert counted == (
        200, {"total": 3, "fits": 2, "may_be_asked": 2, "described": "Country is Germany."},
    )  # fmt: skip
    assert (renamed["name"], renamed["rules"]) == ("At home", GERMANS)
    assert names(listed[1]) == ["At home"]
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"audience.create", "audience.change"}


def test_an_audience_in_use_is_not_given_up(call: Call, client: Client) -> None:
    audience = Audience.objects.create(name="Germans", rules=GERMANS)
    launch = Launch.objects.create(title="Dark mode", event_name="x", audience=audience, occurred_at=NOW)
    headers, one = bearer(ApiKeyFactory.create()), f"{AUDIENCES}{audience.pk}/"

    body = json.dumps({"name": "At home", "rules": {}})
    kept = client.patch(one, body, "application/json", headers=headers)
    refused = client.delete(one, headers=headers)
    launch.delete()
    done = client.delete(one, headers=headers)

    assert (kept.status_code, refused.status_code, done.status_code) == (409, 409, 204)
    assert "Dark mode" in refused.content.decode()
    assert not Audience.objects.exists()


def test_rules_are_refused_by_path(call: Call) -> None:
    wrong = {"rules": [{"rules": [{"field": "country", "op": "in", "value": ["Atlantis"]}]}]}
    path = "rules.0.rules.0.value"
    Audience.objects.create(name="Taken", rules={})

    answers = [
        call("POST", AUDIENCES, {"name": "X", "rules": wrong}),
        call("POST", f"{AUDIENCES}count/", {"filter": wrong}),
        call("POST", f"{CUSTOMERS}search/", {"filter": wrong}),
        call("GET", f"{CUSTOMERS}?filter={quote(json.dumps(wrong))}"),
        call("POST", AUDIENCES, {"name": "Taken"}),
        call("POST", AUDIENCES, {}),
        call("GET", f"{CUSTOMERS}?filter=%7B"),
        call("GET", f"{CUSTOMERS}?filter=NaN"),
    ]

    assert [(status, list(body["errors"])) for status, body in answers] == [
        (422, [f"rules.{path}"]),
        (422, [f"filter.{path}"]),
        (422, [f"filter.{path}"]),
        (422, [f"filter.{path}"]),
        (422, ["name"]),
        (422, ["name"]),
        (422, ["filter"]),
        (422, ["filter"]),
    ]


def test_customers_are_narrowed_by_the_same_language(call: Call) -> None:
    """G63, G64: as a body, in the address, and by a saved audience."""
    audience = Audience.objects.create(name="Germans", rules=GERMANS)

    by_body = call("POST", f"{CUSTOMERS}search/?limit=1", {"filter": GERMANS})[1]
    second = call("POST", by_body["next"].removeprefix("http://testserver"), {"filter": GERMANS})[1]
    by_address = call("GET", f"{CUSTOMERS}?filter={quote(json.dumps(GERMANS))}")[1]
    by_audience = call("GET", f"{CUSTOMERS}?audience={audience.pk}&q=bob")[1]
    counted = call("POST", f"{AUDIENCES}count/", {"filter": GERMANS})[1]

    assert names(by_body) + names(second) == ["Ada", "Bob"]
    assert names(by_address) == ["Ada", "Bob"]
    assert names(by_audience) == ["Bob"]
    assert (counted["fits"], counted["total"]) == (2, 3)


def test_reading_is_enough_to_ask(client: Client) -> None:
    headers = bearer(ApiKeyFactory.create(scopes=[Scope.READ.value]))

    def post(path: str, body: object) -> int:
        return client.post(path, json.dumps(body), "application/json", headers=headers).status_code

    assert post(f"{CUSTOMERS}search/", {"filter": GERMANS}) == 200
    assert post(f"{AUDIENCES}count/", {"filter": GERMANS}) == 200
    assert post(AUDIENCES, {"name": "X"}) == 403
    assert post(CUSTOMERS, {"email": "x@x.example"}) == 403


def test_fields_say_what_rules_may_speak_of(call: Call) -> None:
    status, fields = call("GET", f"{AUDIENCES}fields/")

    stage = next(field for field in fields if field["key"] == "stage")
    assert status == 200
    assert (stage["words"], stage["kind"]) == ("Stage", "choice")
    assert stage["operators"] == [
        {"key": "in", "words": "is", "takes": "choices"},
        {"key": "not_in", "words": "is not", "takes": "choices"},
    ]
    assert "renewal" in stage["choices"]


def test_a_launch_is_announced_once(call: Call, minute: timedelta) -> None:
    """T43: another program announces a launch; each member of the audience has the event."""
    audience = Audience.objects.create(name="Germans", rules=GERMANS)
    body = {"title": "Dark mode", "audience": audience.pk, "key": "release-7"}

    made, launch = call("POST", LAUNCHES, body)
    again, same = call("POST", LAUNCHES, body)
    launching.run_waiting(clock=lambda: NOW, budget=minute)
    done = call("GET", f"{LAUNCHES}{launch['id']}/")[1]

    assert (made, again, same["id"]) == (201, 200, launch["id"])
    assert (launch["event_name"], launch["total"], launch["reached"]) == ("feature_launched", 2, 0)
    assert (done["reached"], done["finished_at"]) == (2, "2026-03-10T09:00:00Z")
    assert Event.objects.filter(name="feature_launched").count() == 2
    assert call("POST", LAUNCHES, {"title": "X", "event_name": "No!"})[1]["errors"].keys() == {"event_name"}
    assert call("POST", LAUNCHES, {"title": "X", "audience": 10**6})[1]["errors"].keys() == {"audience"}


@pytest.fixture
def minute() -> timedelta:
    return launching.LEASE
