"""What happened, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

from customers.domain import events
from customers.models import Event
from tests.factories.customers import CustomerFactory
from tests.moments import NOW


def test_record_stores_the_event_and_tells(
    heard: list[list[int] | None], django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    """G52: named events arrive and are kept with both their instants."""
    customer = CustomerFactory.create()
    yesterday = NOW - timedelta(days=1)

    with django_capture_on_commit_callbacks(execute=True):
        event, created = events.record(
            customer=customer,
            name="support_case_closed",
            occurred_at=yesterday,
            now=NOW,
            payload={"case": "4711"},
            key="case-4711",
        )

    assert created
    assert list(
        Event.objects.values_list("customer", "name", "occurred_at", "received_at", "payload", "key")
    ) == [(customer.pk, "support_case_closed", yesterday, NOW, {"case": "4711"}, "case-4711")]
    assert event.pk
    assert heard == [[customer.pk]]


def test_record_knows_a_key_again(db: None) -> None:
    customer = CustomerFactory.create()
    first, _ = events.record(customer=customer, name="renewal", occurred_at=NOW, now=NOW, key="r-1")

    again = events.record(customer=customer, name="renewal", occurred_at=NOW, now=NOW, key="r-1")

    assert again == (first, False)
    assert Event.objects.count() == 1


def test_record_without_a_key_believes_each_call(db: None) -> None:
    customer = CustomerFactory.create()

    for _ in range(2):
        events.record(customer=customer, name="renewal", occurred_at=NOW, now=NOW)

    assert list(Event.objects.values_list("key", flat=True)) == [None, None]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Support Case"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a" * 65}, "name"),
        ({"name": "café"}, "name"),
        ({"occurred_at": NOW + timedelta(days=1, seconds=1)}, "occurred_at"),
        ({"occurred_at": datetime(1969, 12, 31, tzinfo=UTC)}, "occurred_at"),
        ({"key": "k" * 121}, "key"),
    ],
)
def test_record_refuses_what_is_no_event(db: None, changes: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {"name": "renewal", "occurred_at": NOW, "now": NOW, **changes}

    with pytest.raises(events.InvalidEvent) as refused:
        events.record(customer=CustomerFactory.create(), **facts)

    assert list(refused.value.errors) == [field]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "label"),
    [("trial_signup", "Trial sign-up"), ("invoice_paid_late", "Invoice paid late")],
)
def test_label_of_reads_like_words(name: str, label: str) -> None:
    assert events.label_of(name) == label
