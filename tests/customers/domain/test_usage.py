"""How much customers use."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from customers.domain import usage
from customers.models import UsageReading
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def test_readings_come_in_by_metric_and_day_and_the_last_word_counts() -> None:
    """T36: usage is taken in."""
    ada, before = CustomerFactory.create(), TODAY - timedelta(days=1)
    for metric, on, value in [("seats", TODAY, "7"), ("seats", before, "5"), ("logins", TODAY, "1.5")]:
        usage.record(customer=ada, metric=metric, value=Decimal(value), on=on, now=NOW)
    usage.record(customer=ada, metric="seats", value=Decimal(8), on=TODAY, now=NOW)
    usage.record(customer=CustomerFactory.create(), metric="seats", value=Decimal(1), on=TODAY, now=NOW)

    assert usage.of(ada) == {
        "logins": [(TODAY, Decimal("1.5"))],
        "seats": [(before, Decimal(5)), (TODAY, Decimal(8))],
    }


@pytest.mark.parametrize(
    ("readings", "change", "words"),
    [
        ([(0, 5)], None, "the only reading so far"),
        ([(9, 10), (0, 12)], 20, "20% more than on Mar 1"),
        ([(80, 1), (40, 10), (20, 99), (0, 5)], -50, "50% less than on Jan 29"),
        ([(80, 10), (0, 30)], 200, "200% more than on Dec 20, 2025"),
        ([(30, 7), (0, 7)], 0, "as on Feb 8"),
        ([(30, 1000), (0, 1001)], 0, "about as on Feb 8"),
        ([(30, 0), (0, 4)], None, "up from 0 on Feb 8"),
    ],
)
def test_a_metric_says_how_it_changed_within_a_month(
    readings: list[tuple[int, int]], change: int | None, words: str
) -> None:
    """T36: against the reading of a month before the newest, else against the first."""
    by_day = [(TODAY - timedelta(days=days), Decimal(value)) for days, value in readings]
    metric = usage.Metric("seats_used", by_day)

    assert (metric.label, metric.change, metric.words) == ("Seats used", change, words)


def test_only_the_time_before_the_newest_reading_is_shown() -> None:
    ada = CustomerFactory.create()
    for metric, days in [("seats", 900), ("seats", 500), ("logins", 820), ("logins", 901)]:
        on = TODAY - timedelta(days=days)
        usage.record(customer=ada, metric=metric, value=Decimal(days), on=on, now=NOW)

    assert [(one.name, one.latest, len(one.readings)) for one in usage.metrics_of(ada)] == [
        ("logins", Decimal(820), 1),
        ("seats", Decimal(500), 1),
    ]


@pytest.mark.parametrize("metric", ["", "Seats", "seats used", "s" * 65, "sëats"])
def test_a_metric_has_a_plain_name(metric: str) -> None:
    with pytest.raises(usage.InvalidMetric):
        usage.record(customer=CustomerFactory.create(), metric=metric, value=Decimal(1), on=TODAY, now=NOW)
    assert not UsageReading.objects.exists()
