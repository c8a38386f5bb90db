"""Which due reminders are sent now: judged again under the lock that claims of first mails hold, too."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from mailroom.enums import OutboxState
from surveys.domain.claiming import BATCH, Claim
from surveys.domain.reminders.judging import Desk
from surveys.models import Campaign, Reminder
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from surveys.domain.judging import Verdict


def claim(*, now: datetime, limit: int = BATCH) -> Claim:
    """Decide up to `limit` due reminders in one transaction. No hold is taken: it is the first mail's."""
    result = Claim(token=uuid.uuid4())
    with transaction.atomic():
        program = Program.objects.locked()
        rows = _due(now=now, limit=limit)
        desk = Desk.for_rows(rows, program=program, now=now)
        verdicts: dict[Verdict, list[int]] = defaultdict(list)
        for row in rows:
            verdicts[desk.judge(row)].append(row.pk)
        for verdict, ids in verdicts.items():
            result.verdicts[verdict.state] += _write(ids, verdict, result.token, now)
    return result


def _due(*, now: datetime, limit: int) -> Sequence[Reminder]:
    """Due reminders of active campaigns with all that decides about them, oldest first, locked."""
    due = Reminder.objects.due(now=now).filter(invitation__campaign__in=Campaign.objects.active())
    locked = due.order_by("send_after", "pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
    ids = list(locked.values_list("pk", flat=True)[:limit])
    rows = Reminder.objects.filter(pk__in=ids).select_related(
        "invitation__campaign__survey", "invitation__customer__account", "invitation__contact"
    )
    return list(rows.order_by("send_after", "pk"))


def _write(ids: list[int], verdict: Verdict, token: uuid.UUID, now: datetime) -> int:
    waiting = Reminder.objects.filter(pk__in=ids, state=OutboxState.PLANNED)
    if verdict.state == OutboxState.CLAIMED:
        return waiting.update(
            state=OutboxState.CLAIMED,
            reason="",
            claim_token=token,
            claimed_at=now,
            attempt_started_at=None,
        )
    send_after = F("send_after") if verdict.send_after is None else verdict.send_after
    return waiting.update(state=verdict.state, reason=verdict.reason, send_after=send_after)
