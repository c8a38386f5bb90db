"""The rows of one customer as planning would leave them: those that are written, and those it would write.

Nothing is stored. It is planning's own SELECT, for one person, in their own zone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from mailroom.enums import OutboxState
from surveys.domain import candidates, outdated, reviving
from surveys.enums import RESERVED_FOR, ScheduleKind
from surveys.models import Invitation

if TYPE_CHECKING:
    from customers.models import Customer
    from surveys.models import Campaign
    from team.models import Program

COLUMNS = "occasion, occasion_on, state, reason, send_after, closes_at"


def after_planning(
    *, campaign: Campaign, customer: Customer, program: Program, now: datetime, until: datetime
) -> list[Invitation]:
    """The customer's rows in this campaign if it were planned now up to an instant, the earliest first."""
    rows = {row.occasion: row for row in _written(campaign, customer)}
    for new in _ahead(campaign, customer, program, now, until):
        old = rows.get(new.occasion)
        if old is None:
            rows[new.occasion] = new
        elif is_revivable(old) and (old.state, old.reason) != (new.state, new.reason):
            old.state, old.reason = new.state, new.reason
            old.send_after, old.expires_at = new.send_after, new.expires_at
    for row in rows.values():
        # What the checks read of the campaign and the customer is what the caller has.
        row.campaign, row.customer = campaign, customer
    return sorted(rows.values(), key=lambda row: (row.send_after, row.pk or 0))


def is_written(row: Invitation) -> bool:
    """Whether the row exists; false for one that planning would write."""
    return not row._state.adding


def _written(campaign: Campaign, customer: Customer) -> list[Invitation]:
    written = list(Invitation.objects.filter(campaign=campaign, customer=customer))
    stale, reason = outdated.rows(campaign)
    gone = set(stale.filter(customer=customer).values_list("pk", flat=True))
    for row in written:
        if row.pk in gone:
            row.state, row.reason = OutboxState.CANCELLED, reason
    return written


def is_revivable(row: Invitation) -> bool:
    """As `reviving.revivable` says it in SQL."""
    if row.state == OutboxState.CANCELLED:
        return row.reason in reviving.RETURNING
    is_curable = row.reason in reviving.CURABLE_CODES or row.reason.startswith(RESERVED_FOR)
    return row.state == OutboxState.SKIPPED and is_curable


def _ahead(
    campaign: Campaign, customer: Customer, program: Program, now: datetime, until: datetime
) -> list[Invitation]:
    # Their own zone, and no other: all zones of all customers take a while to find.
    due = candidates.due(campaign, program=program, now=now, until=until, zones=[""])
    calendar = replace(due.terms.calendar, zones=(customer.time_zone,))
    own = replace(due, terms=replace(due.terms, calendar=calendar, one_zone=False))
    is_event = campaign.schedule_kind == ScheduleKind.EVENT
    theirs = own.rows.filter(customer=customer) if is_event else own.rows.filter(pk=customer.pk)
    found = []
    for select in own.selects(theirs):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COLUMNS} FROM ({select.sql}) mine", select.params)  # noqa: S608  # our own names and placeholders only
            found += [_row(*values) for values in cursor.fetchall()]
    return found


def _row(
    occasion: str, occasion_on: Any, state: str, reason: str, send_after: Any, closes_at: Any
) -> Invitation:
    return Invitation(
        occasion=occasion,
        occasion_on=date.fromisoformat(occasion_on) if isinstance(occasion_on, str) else occasion_on,
        state=state,
        reason=reason,
        send_after=_instant(send_after),
        expires_at=_instant(closes_at),
        attempts=0,
    )


def _instant(value: Any) -> datetime:
    """What the driver gave, as an aware instant; SQLite gives text in UTC."""
    found: datetime = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
    return found
