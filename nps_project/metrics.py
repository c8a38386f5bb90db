"""The numbers that a monitoring system scrapes, read from the database at that moment.

Several web processes answer scrapes, so nothing is counted in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from core.scoring import Band, scores_of
from followups.models import FollowUp
from nps_project import queues
from responses.models import Response

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from prometheus_client.metrics_core import Metric


def _gauge(name: str, text: str, labels: list[str], rows: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for names, value in rows:
        family.add_metric(list(names), value)
    return family


class ProgramCollector(Collector):
    """Reads every number once per scrape."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterable[Metric]:
        """The families, in the order in which a message travels."""
        yield _gauge(
            "closeloop_outbox_rows", "Messages not settled.", ["kind", "state"], queues.depth().items()
        )
        yield _gauge(
            "closeloop_outbox_oldest_due_seconds",
            "Age of the oldest message that is due.",
            ["kind"],
            [((kind,), age) for kind, age in queues.oldest_due_seconds(now=self.now).items()],
        )
        yield _gauge("closeloop_responses", "Counted answers.", ["band"], self.responses())
        yield _gauge("closeloop_followups_open", "Unfinished follow-ups.", ["assigned"], self.followups())
        yield GaugeMetricFamily(
            "closeloop_followups_overdue",
            "Unfinished follow-ups past a deadline.",
            value=FollowUp.objects.overdue(now=self.now).count(),
        )

    def responses(self) -> list[tuple[tuple[str], int]]:
        """Counted answers by band."""
        bands = {band.value: Count("pk", filter=Q(score__in=scores_of(band))) for band in Band}
        counted = Response.objects.counted().order_by().aggregate(**bands)
        return [((band,), count) for band, count in counted.items()]

    def followups(self) -> list[tuple[tuple[str], int]]:
        """Unfinished ones with and without a person."""
        unfinished, overflow = FollowUp.objects.unfinished().count(), FollowUp.objects.overflow().count()
        return [(("yes",), unfinished - overflow), (("no",), overflow)]


def text(*, now: datetime) -> bytes:
    """All of them in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(ProgramCollector(now))
    return generate_latest(registry)
