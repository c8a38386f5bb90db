"""What happens between a customer and us besides surveys: support cases and usage, for a page to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import charts
from customers.domain import cases, usage

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from customers.domain.usage import Metric
    from customers.models import Customer, SupportCase

CASES, METRICS = 6, 12


@dataclass(frozen=True, slots=True)
class Around:
    """The newest cases and how many there are; each metric with its line."""

    cases: list[SupportCase]
    case_count: int
    metrics: list[tuple[Metric, SafeString]]
    metric_count: int

    @property
    def more_cases(self) -> int:
        """How many are not shown."""
        return self.case_count - len(self.cases)

    @property
    def more_metrics(self) -> int:
        """How many are not shown."""
        return self.metric_count - len(self.metrics)


def of(customer: Customer) -> Around:
    """Cases that are not closed come first."""
    rows = sorted(cases.of_customer(customer), key=lambda case: case.state == "closed")
    metrics = usage.metrics_of(customer)
    lines = [(metric, _line(metric)) for metric in metrics[:METRICS]]
    return Around(rows[:CASES], len(rows), lines, len(metrics))


def _line(metric: Metric) -> SafeString:
    readings = [(on, float(value)) for on, value in metric.readings]
    number = len(readings)
    told = f"{metric.label}: {number} reading{'' if number == 1 else 's'}, the last {metric.words}"
    return charts.level_line(readings, told=told)
