"""How long it took, in business hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.calendars import Meter
from followups.domain import sla
from followups.models import SlaPolicy

if TYPE_CHECKING:
    from datetime import datetime


class Stopwatch:
    """Measures follow-ups in the office hours of their policies, each calendar walked through once."""

    def __init__(self, *, since: datetime, until: datetime) -> None:
        self._span = since, until
        policies = SlaPolicy.objects.select_related("hours")
        self._policies: dict[int | None, SlaPolicy] = {row.pk: row for row in policies}
        self._meters: dict[int | None, Meter] = {}

    def between(self, policy_id: int | None, start: datetime, end: datetime) -> timedelta:
        """The business hours between two instants, as the policy counts them."""
        if policy_id not in self._meters:
            policy = self._policies.get(policy_id) or sla.policy()
            self._meters[policy_id] = Meter(sla.calendar(policy), *self._span)
        return self._meters[policy_id].between(start, end)

    def to_resolution(
        self, policy_id: int | None, opened: datetime, closed: datetime, waited: timedelta
    ) -> timedelta:
        """From opening to closing, without the time waited for the customer, or closed in between."""
        return max(self.between(policy_id, opened, closed) - waited, timedelta(0))
