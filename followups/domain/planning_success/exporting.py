"""Success plans as a file: one line for each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.csv import stream_rows
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from followups.models import PlanItem
    from followups.querysets import PlanItemQuerySet
    from team.models import User

HEADER = (
    "Item",
    "Customer",
    "Identifier",
    "Account",
    "What we do",
    "Details",
    "Owner",
    "By",
    "State",
    "Planned",
    "Planned by",
    "Ended",
    "Ended by",
    "What came of it",
    "Follow-up",
)


def begin(*, rows: PlanItemQuerySet, actor: User, asked: Mapping[str, str], now: datetime) -> Iterator[str]:
    """Put on record that these leave the house, and begin the file, line by line."""
    program = Program.objects.current()
    audit.log(actor=actor, action="plans.export", subject=program, now=now, changes={"filter": dict(asked)})
    found = rows.shown().in_order().iterator(chunk_size=2000)
    return stream_rows(HEADER, (_cells(item) for item in found), bom=True)


def _cells(item: PlanItem) -> list[Any]:
    customer = item.customer
    return [
        item.pk,
        str(customer),
        customer.external_id,
        str(customer.account or ""),
        item.title,
        item.text,
        str(item.owner or ""),
        item.due_on,
        item.get_state_display(),
        item.created_at,
        str(item.created_by or ""),
        item.closed_at,
        str(item.closed_by or ""),
        item.outcome,
        item.followup_id,
    ]
