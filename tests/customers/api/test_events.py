"""Events as other programs send and read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from customers.models import CustomerAlias, Event
from tests.factories.customers import CustomerFactory, EventFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db

EVENTS = "/api/v1/events/"
Call = Callable[..., tuple[int, Any]]


@pytest.mark.parametrize("key", ["id", "external_id", "email"])
def test_events_arrive(call: Call, key: str) -> None:
    """G52: named events arrive by API, for a customer by id, identifier or address."""
    customer = CustomerFactory.create(email="ada@example.org", external_id="C-1")
    value = {"id": customer.pk, "external_id": "C-1", "email": "Ada@example.org"}[key]

    status, event = call(
        "POST",
        EVENTS,
        {
            "customer": {key: value},
            "name": "support_case_closed",
            "occurred_at": "2026-03-09T10:00:00+01:00",
            "payload": {"case": "4711"},
        },
    )

    assert (status, event) == (
        201,
        {
            "id": Event.objects.get().pk,
            "customer": customer.pk,
            "name": "support_case_closed",
            "occurred_at": "2026-03-09T09:00:00Z",
            "received_at": "2026-03-10T09:00:00Z",
            "payload": {"case": "4711"},
            "key": None,
        },
    )


def test_an_event_told_twice_is_one(call: Call) -> None:
    """G52: whoever repeats a call does not ask a customer twice."""
    customer = CustomerFactory.create()
    body = {"customer": {"id": customer.pk}, "name": "renewal", "key": "r-1"}

    first, again = call("POST", EVENTS, body), call("POST", EVENTS, body)

    assert (first[0], again[0]) == (201, 200)
    assert again[1] == first[1]
    assert first[1]["occurred_at"] == "2026-03-10T09:00:00Z"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"customer": {"email": "nobody@example.org"}}, 404, "customer.email"),
        ({"customer": {"external_id": "C-9"}}, 404, "customer.external_id"),
        ({"customer": {"id": 2**62}}, 404, "customer.id"),
        ({"customer": {"id": 2**64}}, 422, "customer.id"),
        ({"customer": {"email": "nobody"}}, 422, "customer.email"),
        ({"customer": {}}, 422, "customer"),
        ({"customer": {"id": 1, "email": "a@b.example"}}, 422, "customer"),
        ({"customer": None}, 422, "customer"),
        ({"name": "Support Case"}, 422, "name"),
        ({"name": ""}, 422, "name"),
        ({"occurred_at": "2026-03-12T00:00:00Z"}, 422, "occurred_at"),
        ({"occurred_at": "yesterday"}, 422, "occurred_at"),
        ({"occured_at": "2026-03-09T00:00:00Z"}, 422, "occured_at"),
        ({"payload": [1]}, 422, "payload"),
        ({"key": "k" * 121}, 422, "key"),
    ],
)
def test_an_event_is_refused_by_field(call: Call, changes: dict[str, Any], status: int, field: str) -> None:
    """G52: 404 and 422 name the field."""
    customer = CustomerFactory.create()

    answer = call("POST", EVENTS, {"customer": {"id": customer.pk}, "name": "renewal", **changes})

    assert (answer[0], list(answer[1]["errors"])) == (status, [field])
    assert not Event.objects.exists()


def test_an_event_of_an_erased_customer_is_refused(call: Call) -> None:
    customer = CustomerFactory.create(erased_at=NOW)

    assert call("POST", EVENTS, {"customer": {"id": customer.pk}, "name": "renewal"})[0] == 404


def test_events_are_filtered(call: Call) -> None:
    first = EventFactory.create(name="renewal", occurred_at=NOW - timedelta(days=2))
    second = EventFactory.create()
    EventFactory.create(customer__erased_at=NOW)

    def found(query: str) -> list[int]:
        return [row["id"] for row in call("GET", f"{EVENTS}?{query}")[1]["results"]]

    assert found("") == [first.pk, second.pk]
    assert found("name=renewal") == [first.pk]
    assert found(f"customer={second.customer_id}") == [second.pk]
    assert found("since=2026-03-10T09:00:00Z") == [second.pk]


@pytest.mark.parametrize("key", [{"external_id": "C-2"}, {"email": "Old@example.org"}])
def test_an_event_of_a_name_from_before_a_merge_is_the_kept_customers(
    call: Call, key: dict[str, str]
) -> None:
    """G75"""
    customer = CustomerFactory.create()
    CustomerAlias.objects.create(customer=customer, kind="external", value="C-2")
    CustomerAlias.objects.create(customer=customer, kind="email", value="old@example.org")

    status, event = call("POST", EVENTS, {"customer": key, "name": "renewal"})

    assert (status, event["customer"]) == (201, customer.pk)
