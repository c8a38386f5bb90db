"""The two statements of recording that every answer needs: hold what it belongs to, and store a row.

Written out because models take thirty times as long to make the first one, and because answers come by
the thousand when a wave of mails has left.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from responses.domain.asking import aware
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Field, Model

# The customer is locked first, as erasing does: two orders would be a deadlock. SQLite's transaction
# holds the whole file from its first statement on.
_HOLD = """
SELECT i.state, i.contact_id, i.campaign_id, i.customer_id, i.stage, i.attributes, i.sent_at,
    i.attempt_started_at, i.answered_at, c.link_days, u.erased_at, u.stage, u.attributes, u.contact_id,
    u.last_answered_at
FROM surveys_invitation i
JOIN surveys_campaign c ON c.id = i.campaign_id
JOIN customers_customer u ON u.id = i.customer_id
WHERE i.id = %s
"""
_LOCK = "FOR UPDATE OF u, i"


@dataclass(frozen=True, slots=True)
class Held:
    """An invitation and its customer, locked until the transaction ends. Instants are in UTC."""

    invitation_id: int
    state: str
    contact_id: int | None
    contact_now: int | None
    campaign_id: int
    customer_id: int
    stage: str
    attributes: Any
    sent_at: datetime | None
    attempt_started_at: datetime | None
    answered_at: datetime | None
    link_days: int
    is_erased: bool
    last_answered_at: datetime | None

    @property
    def contact_ids(self) -> set[int]:
        """The address that was asked, and the one that the customer has by now."""
        return {pk for pk in (self.contact_id, self.contact_now) if pk is not None}

    @property
    def closes_at(self) -> datetime | None:
        """When the link closes; None while its mail is not known to have left."""
        return Invitation.link_closes(self.sent_at or self.attempt_started_at, self.link_days)


def hold(invitation_id: int) -> Held:
    """Lock an invitation and its customer; stage, attributes and contact are the frozen ones, else today's.

    Raises Invitation.DoesNotExist. Needs an open transaction.
    """
    lock = _LOCK if connection.features.has_select_for_update_of else ""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD + lock, [invitation_id])
        row = cursor.fetchone()
        if row is None:
            # Its customer became another's while we waited for the lock: look again, at theirs.
            cursor.execute(_HOLD + lock, [invitation_id])
            row = cursor.fetchone()
    if row is None:
        raise Invitation.DoesNotExist
    state, contact_id, campaign_id, customer_id, stage, frozen = row[:6]
    sent_at, attempt_started_at, answered_at = map(aware, row[6:9])
    link_days, erased_at, stage_now, attributes_now, contact_now, last_answered_at = row[9:]
    return Held(
        invitation_id=invitation_id,
        state=state,
        contact_id=contact_id or contact_now,
        contact_now=contact_now,
        campaign_id=campaign_id,
        customer_id=customer_id,
        stage=stage or stage_now,
        attributes=json.loads(frozen or attributes_now),
        sent_at=sent_at,
        attempt_started_at=attempt_started_at,
        answered_at=answered_at,
        link_days=link_days,
        is_erased=erased_at is not None,
        last_answered_at=aware(last_answered_at),
    )


def insert(row: Model) -> None:
    """Store a new row and give it its id, as `row.save(force_insert=True)` does without its signals."""
    fields = _fields(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row)), values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _insertion(model: type[Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in _fields(model))
    marks = ", ".join("%s" for _ in _fields(model))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id"  # noqa: S608  # names of our models
