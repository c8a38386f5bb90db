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


@pytest.mark.parametrize("metric", ["", "Seats", "seats used", "s" * 65, "sëats"])
def test_a_metric_has_a_plain_name(metric: str) -> None:
    with pytest.raises(usage.InvalidMetric):
        usage.record(customer=CustomerFactory.create(), metric=metric, value=Decimal(1), on=TODAY, now=NOW)
    assert not UsageReading.objects.exists()
