"""Webhooks by API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from integrations.models import WebhookEndpoint
from team.enums import Scope
from team.models import AuditEntry
from tests.factories.integrations import EndpointFactory
from tests.factories.team import ApiKeyFactory, bearer

if TYPE_CHECKING:
    from django.test import Client

    from tests.integrations.listener import Listener

pytestmark = pytest.mark.django_db
LIST = "/api/v1/webhooks/"


@pytest.fixture
def key() -> dict[str, str]:
    """The headers of a key that may manage webhooks, and nothing else."""
    return bearer(ApiKeyFactory.create(name="Installer", scopes=[Scope.ADMIN.value]))


def send(client: Client, key: dict[str, str], method: str, path: str, body: Any = None) -> Any:
    sent = "" if body is None else json.dumps(body)
    return client.generic(method, path, sent, "application/json", headers=key)


def facts(listener: Listener, **more: Any) -> dict[str, Any]:
    return {"name": "CRM", "url": listener.url, "events": ["case.reopened"], **more}


def test_a_program_subscribes_by_itself(client: Client, key: dict[str, str], listener: Listener) -> None:
    """G88: the secret is told once."""
    made = send(client, key, "POST", LIST, facts(listener))

    endpoint = WebhookEndpoint.objects.get()
    assert made.status_code == 201
    assert made.json()["secret"] == endpoint.secret
    assert (endpoint.name, endpoint.events, endpoint.created_by) == ("CRM", ["case.reopened"], None)
    assert AuditEntry.objects.get(action="webhook.add").actor_label == "API key Installer"
    shown = send(client, key, "GET", f"{LIST}{endpoint.pk}/").json()
    assert shown == {name: value for name, value in made.json().items() if name != "secret"}
    assert endpoint.secret not in send(client, key, "GET", LIST).content.decode()


@pytest.mark.parametrize("scopes", [["read"], ["write"], ["read", "write"]])
def test_other_scopes_neither_see_nor_change_them(client: Client, scopes: list[str]) -> None:
    """Whoever chooses where answers go reads all of them."""
    endpoint, other = EndpointFactory.create(), bearer(ApiKeyFactory.create(scopes=scopes))

    for method, path in (
        ("GET", LIST), ("POST", LIST), ("GET", f"{LIST}{endpoint.pk}/"), ("PATCH", f"{LIST}{endpoint.pk}/"),
        ("DELETE", f"{LIST}{endpoint.pk}/"), ("POST", f"{LIST}{endpoint.pk}/secret/"),
    ):  # fmt: skip
        assert send(client, other, method, path, {}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"url": "http://10.0.0.1/"}, "url", "10.0.0.1 is an address inside a private network, which"),
        ({"events": []}, "events", "This list may not be empty."),
        ({"events": ["nothing.happens"]}, "events.0", '"nothing.happens" is not a valid choice.'),
        ({"name": "Old"}, "name", "Another webhook has this name."),
        ({"secret": "mine"}, "secret", "There is no such field."),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    client: Client, key: dict[str, str], listener: Listener, wrong: Any, field: str, says: str
) -> None:
    EndpointFactory.create(name="Old")

    refused = send(client, key, "POST", LIST, facts(listener, **wrong))

    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == [field]
    assert refused.json()["errors"][field][0].startswith(says)
    assert WebhookEndpoint.objects.count() == 1


def test_it_changes_goes_off_and_on_and_away(client: Client, key: dict[str, str], listener: Listener) -> None:
    endpoint = EndpointFactory.create(url=listener.url)
    path = f"{LIST}{endpoint.pk}/"

    changed = send(client, key, "PATCH", path, {"name": "Helpdesk", "is_active": False}).json()
    assert (changed["name"], changed["is_active"], changed["url"]) == ("Helpdesk", False, listener.url)
    assert send(client, key, "PATCH", path, {"is_active": True}).json()["is_active"] is True
    refused = send(client, key, "PATCH", path, {"url": "ftp://crm.example"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["url"])

    assert send(client, key, "DELETE", path).status_code == 204
    assert send(client, key, "GET", path).status_code == 404


def test_a_new_secret_and_a_test_call(client: Client, key: dict[str, str], listener: Listener) -> None:
    endpoint = EndpointFactory.create(url=listener.url)
    path = f"{LIST}{endpoint.pk}/"

    secret = send(client, key, "POST", f"{path}secret/").json()["secret"]
    taken = send(client, key, "POST", f"{path}test/").json()
    listener.statuses, listener.says = [401], b"Who are you?"
    refused = send(client, key, "POST", f"{path}test/").json()

    endpoint.refresh_from_db()
    assert secret == endpoint.secret
    assert taken == {"delivered": True, "status": 200, "error": ""}
    assert refused == {"delivered": False, "status": 401, "error": "Who are you?"}


def test_the_list_takes_the_same_queries_for_one_and_three(
    client: Client, key: dict[str, str], django_assert_num_queries: Any
) -> None:
    EndpointFactory.create()
    send(client, key, "GET", LIST)
    with django_assert_num_queries(2):
        assert len(send(client, key, "GET", LIST).json()["results"]) == 1
    EndpointFactory.create_batch(2)

    with django_assert_num_queries(2):
        assert len(send(client, key, "GET", LIST).json()["results"]) == 3
