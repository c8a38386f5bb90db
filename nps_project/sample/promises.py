"""What the sample promises its customers: by when they are called, and whose matter is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from customers.enums import Stage
from followups.domain.sla import editing

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

# In the order in which they are asked; everybody else has the fallback's.
POLICIES: tuple[dict[str, Any], ...] = (
    {
        "name": "Losses",
        "stages": [Stage.LOSS],
        "contact_hours": 24,
        "resolve_hours": 80,
        "warn_hours": 4,
        "manager_hours": 8,
        "admin_hours": 40,
    },
    {
        "name": "Large accounts",
        "least_value": 80_000,
        "currency": "EUR",
        "contact_hours": 4,
        "resolve_hours": 24,
        "warn_hours": 1,
        "manager_hours": 1,
        "admin_hours": 4,
    },
)


def give(*, actor: User, now: datetime) -> None:
    """Write the policies."""
    for facts in POLICIES:
        editing.add(facts=facts, actor=actor, now=now)
