"""The report as a file: one line for each follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.csv import stream_rows
from followups.domain.punctuality.grouping import STAGE
from followups.domain.punctuality.measuring import Stopwatch
from followups.domain.punctuality.verdicts import NONE, opened_since, with_verdicts
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from followups.models import FollowUp
    from team.models import User

HEADER = (
    "Follow-up",
    "Customer",
    "Identifier",
    "Account",
    "Score",
    "Stage",
    "Policy",
    "Person",
    "State",
    "Opened",
    "Contact due",
    "First contact",
    "Contact",
    "Business hours to the contact",
    "Resolution due",
    "Closed",
    "Resolution",
    "Business hours to the resolution",
    "Business hours waited",
)
NOT_OWED = "not owed"


def begin(*, since: datetime | None, actor: User, now: datetime) -> Iterator[str]:
    """Put on record that these leave the house, and begin the file, line by line."""
    facts = {"opened since": since.isoformat() if since else "ever"}
    audit.log(actor=actor, action="sla.export", subject=Program.objects.current(), now=now, changes=facts)
    return stream_rows(HEADER, lines(since=since, now=now), bom=True)


def lines(*, since: datetime | None, now: datetime) -> Iterator[list[Any]]:
    """The cells of each follow-up opened since an instant, in the order in which they were opened."""
    found = with_verdicts(opened_since(since), now=now).annotate(stage_then=STAGE)
    rows = found.select_related("customer__account", "response", "assignee", "policy").order_by(
        "opened_at", "pk"
    )
    first = rows.values_list("opened_at", flat=True).first()
    watch = Stopwatch(since=first or now, until=now)
    for row in rows.iterator(chunk_size=2000):
        yield _cells(row, watch)


def _cells(row: Any, watch: Stopwatch) -> list[Any]:
    customer = row.customer
    named = bool(customer and not customer.erased_at)
    return [
        row.pk,
        str(customer) if named else "Erased customer",
        customer.external_id if named else "",
        str(customer.account or "") if named else "",
        row.response.score,
        row.stage_then,
        str(row.policy or ""),
        str(row.assignee or ""),
        row.get_state_display(),
        row.opened_at,
        row.contact_due_at if row.contact_verdict else "",
        row.first_contact_at,
        row.contact_verdict if row.contact_verdict != NONE else NOT_OWED,
        _hours(watch.between(row.policy_id, row.opened_at, row.first_contact_at))
        if row.first_contact_at
        else "",
        row.resolve_due_at,
        row.closed_at,
        row.resolve_verdict if row.resolve_verdict != NONE else NOT_OWED,
        _to_resolution(row, watch),
        _hours(row.waited),
    ]


def _to_resolution(row: FollowUp, watch: Stopwatch) -> float | str:
    if row.closed_at is None:
        return ""
    return _hours(watch.to_resolution(row.policy_id, row.opened_at, row.closed_at, row.waited))


def _hours(span: timedelta) -> float:
    return round(span.total_seconds() / 3600, 2)
