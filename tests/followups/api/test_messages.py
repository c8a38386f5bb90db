"""Messages by API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mailroom.enums import OutboxState
from team.enums import Scope
from tests.factories.messages import MessageFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep

pytestmark = pytest.mark.django_db


def get(path: str, **query: Any) -> Any:
    key = bearer(ApiKeyFactory.create(scopes=[Scope.READ]))
    return Client().get(path, query, headers=key).json()


def test_a_message_with_its_words_and_its_way(ana: Customer, ines: Rep) -> None:
    """G78: what was written to whom, by whom, and what became of it."""
    row = MessageFactory.create(
        customer=ana, author=ines.user, state=OutboxState.SENT, sent_at=NOW, attempt_started_at=NOW
    )

    (listed,) = get("/api/v1/messages/")["results"]
    found = get(f"/api/v1/messages/{row.pk}/")

    assert (found["state"], found["sent_at"], found["customer"]["name"]) == (
        "sent",
        "2026-03-10T09:00:00Z",
        "Ana Ruiz",
    )
    assert (found["author"]["name"], found["subject"], found["body"]) == ("Ines", row.subject, row.body)
    assert found == {**listed, "body": row.body}


def test_the_list_narrows_and_costs_the_same_for_three(ana: Customer) -> None:
    MessageFactory.create(customer=ana, kind="offer")
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(get("/api/v1/messages/", customer=ana.pk)["results"]) == 1
    MessageFactory.create_batch(2, customer=ana, state=OutboxState.FAILED)
    with CaptureQueriesContext(connection) as three:
        assert len(get("/api/v1/messages/", customer=ana.pk)["results"]) == 3

    assert len(one) == len(three)
    assert len(get("/api/v1/messages/", state="failed")["results"]) == 2
    assert len(get("/api/v1/messages/", kind="offer")["results"]) == 1


def test_nothing_is_written_by_api(ana: Customer) -> None:
    key = bearer(ApiKeyFactory.create(scopes=[Scope.READ, Scope.WRITE]))

    answer = Client().post("/api/v1/messages/", {"subject": "x"}, "application/json", headers=key)

    assert answer.status_code == 405
