"""Support cases and usage as other programs send and read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers.models import SupportCase, UsageReading
from tests.factories.customers import CustomerFactory

pytestmark = pytest.mark.django_db

CASES, USAGE = "/api/v1/cases/", "/api/v1/usage/"
Call = Callable[..., tuple[int, Any]]


def test_a_case_is_kept_and_read(call: Call) -> None:
    """T37: cases come in from the helpdesk, and sent twice they are one."""
    customer = CustomerFactory.create(external_id="C-1")
    body = {"customer": {"external_id": "C-1"}, "external_id": "4711", "subject": "No login"}

    call("POST", CASES, {**body, "state": "open", "at": "2026-03-09T09:00:00Z"})
    status, case = call("POST", CASES, {**body, "state": "closed"})

    assert (status, case) == (
        200,
        {
            "id": SupportCase.objects.get().pk,
            "customer": customer.pk,
            "external_id": "4711",
            "state": "closed",
            "subject": "No login",
            "url": "",
            "opened_at": "2026-03-09T09:00:00Z",
            "closed_at": "2026-03-10T09:00:00Z",
            "reopened_at": None,
            "reopened_by_us_at": None,
            "updated_at": "2026-03-10T09:00:00Z",
        },
    )
    assert call("GET", f"{CASES}?state=closed&customer={customer.pk}")[1]["results"] == [case]
    assert call("GET", f"{CASES}?state=open")[1]["results"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "solved"}, "state"),
        ({"external_id": ""}, "external_id"),
        ({"url": "javascript:1"}, "url"),
        ({"titel": "x"}, "titel"),
        ({"customer": {}}, "customer"),
    ],
)
def test_a_case_that_cannot_be_is_refused(call: Call, change: dict[str, object], field: str) -> None:
    body = {"customer": {"id": CustomerFactory.create().pk}, "external_id": "1", "state": "open", **change}

    status, answer = call("POST", CASES, body)

    assert (status, list(answer["errors"])) == (422, [field])
    assert not SupportCase.objects.exists()


def test_a_case_of_somebody_else_is_refused(call: Call) -> None:
    for customer, expected in [(CustomerFactory.create(), 200), (CustomerFactory.create(), 422)]:
        body = {"customer": {"id": customer.pk}, "external_id": "1", "state": "open"}
        assert call("POST", CASES, body)[0] == expected


def test_usage_is_stored_and_read(call: Call) -> None:
    """T36: usage comes in by metric and day."""
    customer = CustomerFactory.create()
    body = {"customer": {"id": customer.pk}, "metric": "seats_used", "on": "2026-03-09"}

    call("POST", USAGE, {**body, "value": 5})
    status, reading = call("POST", USAGE, {**body, "value": "7.5"})

    assert (status, reading) == (
        200,
        {
            "id": UsageReading.objects.get().pk,
            "customer": customer.pk,
            "metric": "seats_used",
            "on": "2026-03-09",
            "value": "7.5000",
            "received_at": "2026-03-10T09:00:00Z",
        },
    )
    assert call("GET", f"{USAGE}?metric=seats_used&since=2026-03-09")[1]["results"] == [reading]
    assert call("GET", f"{USAGE}?since=2026-03-10")[1]["results"] == []
    status, answer = call("POST", USAGE, {**body, "metric": "Seats", "value": 1})
    assert (status, list(answer["errors"])) == (422, ["metric"])
