"""Settling what no machine could: a person's word, or proof that turned up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from mailroom.domain.delivery.outcomes import rows_of
from mailroom.enums import OutboxState
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from mailroom.domain.delivery.mailbag import Mailbag, Row
    from team.models import User


class AlreadyDecided(Exception):
    """The row is no longer `unknown`: somebody, or proof, was faster."""


def decide_unknown(
    *, mailbag: Mailbag[Row], row: Row, was_sent: bool, actor: User | None, now: datetime
) -> None:
    """A person says what became of an ambiguous hand-over; audited.

    Sent counts from the instant of the attempt. Not sent: what the claim took is given back, and the
    row is due again at once, its attempt still on record; or skipped where its contact has refused or
    its customer was erased. Raises AlreadyDecided.
    """
    columns: dict[str, Any]
    if was_sent:
        columns = _as_sent(row, now)
    elif reason := mailbag.refusals([row]).get(row.pk):
        columns = {"state": OutboxState.SKIPPED, "reason": reason}
    else:
        columns = {
            "state": OutboxState.PLANNED,
            "send_after": now,
            "claim_token": None,
            "claimed_at": None,
        }
    with transaction.atomic():
        # Of this attempt: somebody may have sent the row on its way again meanwhile.
        this = Q(state=OutboxState.UNKNOWN, claim_token=row.claim_token)
        if not _move(mailbag, row, this, columns, now):
            raise AlreadyDecided
        audit.log(
            actor=actor,
            action=f"{row._meta.model_name}.decided",
            subject=row,
            now=now,
            changes={"state": [OutboxState.UNKNOWN.value, columns["state"].value]},
        )


def prove_sent(*, mailbag: Mailbag[Row], row: Row, now: datetime) -> bool:
    """Proof turned up that the message arrived: an answer, or the provider's word.

    True when that changed the row: from `unknown`, `failed`, or `planned` after a refusal.
    """
    doubted = Q(state__in=[OutboxState.UNKNOWN, OutboxState.FAILED]) | Q(
        state=OutboxState.PLANNED, attempts__gt=0
    )
    with transaction.atomic():
        return _move(mailbag, row, doubted, _as_sent(row, now), now)


def prove_refused(*, mailbag: Mailbag[Row], row: Row, said: str, now: datetime) -> bool:
    """Proof turned up that the provider did not let the message out, though nobody knew whether it had it.

    True when that changed the row, from `unknown`: it failed, and what the claim took is given back.
    """
    open_ = Q(state=OutboxState.UNKNOWN, claim_token=row.claim_token)
    columns = {"state": OutboxState.FAILED, "last_error": said[:500]}
    with transaction.atomic():
        return _move(mailbag, row, open_, columns, now)


def _as_sent(row: Row, now: datetime) -> dict[str, Any]:
    return {"state": OutboxState.SENT, "reason": "", "sent_at": row.attempt_started_at or now}


def _move(mailbag: Mailbag[Row], row: Row, guard: Q, columns: dict[str, Any], now: datetime) -> bool:
    changed = rows_of(mailbag).filter(guard, pk=row.pk).update(**columns)
    if changed:
        mailbag.settle({columns["state"]: [row]}, now=columns.get("sent_at", now))
    return changed == 1
