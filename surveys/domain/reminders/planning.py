"""Reminders as rows: written set by set for mails without an answer, cancelled when there is one."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value

from mailroom.enums import OutboxState
from surveys.domain.reminders import ending, timing
from surveys.domain.schedule import HORIZON
from surveys.enums import CampaignChannel, Reason
from surveys.models import Campaign, Invitation, Reminder

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.models import Customer
    from surveys.domain.reminders.timing import Turn

# Whoever switches reminders on does not remind those whose turn is long past.
LATEST = timedelta(days=3)
SLICE = 500


def plan(*, now: datetime) -> int:
    """Write the reminders that fall due within 36 hours; returns how many. Safe to repeat.

    Rows whose reason went away are cancelled first.
    """
    cancel_over(now=now)
    written = 0
    for campaign in Campaign.objects.active().filter(channel=CampaignChannel.EMAIL).order_by("pk"):
        for turn in timing.turns(campaign):
            written += _insert(campaign, turn, now=now)
    return written


def cancel_over(*, now: datetime) -> int:
    """Cancel planned reminders of those who answered, whom the mail did not reach, who are gone."""
    waiting = Reminder.objects.filter(state=OutboxState.PLANNED).filter(ending.over())
    cancelled, last = 0, 0
    while rows := list(_with_what_decides(waiting.filter(pk__gt=last))[:SLICE]):
        cancelled += _cancel(rows, now=now)
        last = rows[-1].pk
    return cancelled


def forget(*, customer: Customer, now: datetime) -> int:
    """Cancel what is planned for an erased customer."""
    theirs = Reminder.objects.filter(state=OutboxState.PLANNED, invitation__customer=customer)
    ids = list(theirs.values_list("pk", flat=True))
    return _end(ids, Reason.ERASED, now=now)


def _with_what_decides(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    return rows.select_related("invitation__customer", "invitation__campaign").order_by("pk")


def _cancel(rows: list[Reminder], *, now: datetime) -> int:
    by_reason: dict[Reason, list[int]] = defaultdict(list)
    for row in rows:
        if reason := ending.reason_over(row.invitation):
            by_reason[reason].append(row.pk)
    return sum(_end(ids, reason, now=now) for reason, ids in by_reason.items())


def _end(ids: list[int], reason: Reason, *, now: datetime) -> int:
    return Reminder.objects.filter(pk__in=ids, state=OutboxState.PLANNED).update(
        state=OutboxState.CANCELLED, reason=reason, planned_at=now
    )


def _insert(campaign: Campaign, turn: Turn, *, now: datetime) -> int:
    """One campaign's reminders of one number, for mails whose turn comes or has come lately.

    A row exists once for each mail and number. One that a change of days cancelled is planned anew.
    """
    sql, params = _due(campaign, turn, now=now).query.sql_with_params()
    table = Reminder._meta.db_table
    # `WHERE true`: without it SQLite reads the conflict clause as a join's.
    statement = (
        f"INSERT INTO {table} (invitation_id, number, state, reason, planned_at, send_after, expires_at) "  # noqa: S608  # our own names and placeholders only
        "SELECT due.invitation, due.turn, 'planned', '', due.looked_at, due.opens_at, due.closes_at "
        f"FROM ({sql}) due WHERE true "
        "ON CONFLICT (invitation_id, number) DO UPDATE SET state = excluded.state, reason = excluded.reason, "
        "planned_at = excluded.planned_at, send_after = excluded.send_after, "
        "expires_at = excluded.expires_at "
        f"WHERE {table}.state = 'cancelled' AND {table}.reason = %s"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        # The campaign's row: who changes its days, or ends it, comes before this or after it.
        if not Campaign.objects.active().select_for_update(no_key=True).filter(pk=campaign.pk).exists():
            return 0
        cursor.execute(statement, [*params, Reason.SCHEDULE_CHANGED.value])
        return int(cursor.rowcount)


def _due(campaign: Campaign, turn: Turn, *, now: datetime) -> QuerySet[Invitation, Any]:
    earliest, latest = now - turn.opens - LATEST, now - turn.opens + HORIZON
    rows = Invitation.objects.filter(
        campaign=campaign,
        state=OutboxState.SENT,
        sent_at__gt=max(earliest, now - turn.closes),
        sent_at__lte=latest,
        # The same once more, with room to spare, where an index helps: a mail is sent when it is tried.
        attempt_started_at__gt=earliest - timedelta(days=1),
        attempt_started_at__lte=latest,
        contact__isnull=False,
        answered_at=None,
        bounced_at=None,
        complained_at=None,
        customer__erased_at=None,
        customer__merged_into=None,
    )
    return rows.order_by().values(
        invitation=F("pk"),
        turn=Value(turn.number),
        looked_at=Value(now),
        opens_at=_later(turn.opens),
        closes_at=_later(turn.closes),
    )


def _later(span: timedelta) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F("sent_at") + Value(span), output_field=DateTimeField())
