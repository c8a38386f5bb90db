"""No more than so many people of one account in so many days, over all campaigns.

Exact in the single file: who was asked is counted with who is being asked. A person counts once, however
many mails they got; a proven refusal asked nobody, and a reminder belongs to its invitation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce

from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from team.models import Program


@dataclass
class AccountLimit:
    """Who of which account counts now: for each customer, when their place becomes free again."""

    most: int | None
    now: datetime
    places: dict[int, dict[int, datetime]] = field(default_factory=lambda: defaultdict(dict))

    def room_from(self, account_id: int | None, customer_id: int) -> datetime | None:
        """When there is room for this person; None when there is, or when nobody set a limit."""
        if self.most is None or account_id is None:
            return None
        others = sorted(until for who, until in self.places[account_id].items() if who != customer_id)
        return others[-self.most] if len(others) >= self.most else None

    def take(self, account_id: int | None, customer_id: int) -> None:
        """This person is being asked. How it ends is known soon, so others look again then."""
        if account_id is not None:
            self.places[account_id][customer_id] = self.now + _settling()


def limit_for(*, account_ids: Collection[int], program: Program, now: datetime) -> AccountLimit:
    """The limit with everybody of these accounts who was asked lately. One query, none without a limit."""
    limit = AccountLimit(program.account_most, now)
    if limit.most is None:
        return limit
    span = timedelta(days=program.account_days)
    lately = Q(state=OutboxState.SENT, sent_at__gt=now - span) | Q(
        state=OutboxState.UNKNOWN, attempt_started_at__gt=now - span
    )
    asked = (
        Invitation.objects.filter(lately | Q(state=OutboxState.CLAIMED), customer__account__in=account_ids)
        .order_by()
        .values_list("customer__account", "customer", "state", Coalesce("sent_at", "attempt_started_at"))
    )
    for account_id, customer_id, state, at in asked:
        until = now + _settling() if state == OutboxState.CLAIMED else at + span
        known = limit.places[account_id]
        known[customer_id] = max(until, known.get(customer_id, until))
    return limit


def _settling() -> timedelta:
    return timedelta(seconds=settings.LEASE_SECONDS)
