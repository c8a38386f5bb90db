"""Which due messages leave now: each judged again, in the single file in which all mails are claimed.

No hold is taken: a message is no survey. Everything else that a person said about being written to is asked
once more, under the lock of their contact.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from customers.models import Contact, Customer
from followups.domain.messages import telling
from followups.domain.messages.judging import Desk
from followups.domain.messages.writing import PATIENCE
from followups.enums import MessageReason
from followups.models import Message
from mailroom.enums import OutboxState
from surveys.domain.claiming import BATCH, Claim
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.messages.judging import Verdict


def claim(*, now: datetime, limit: int = BATCH) -> Claim:
    """Decide up to `limit` due messages in one transaction, the oldest first."""
    result = Claim(token=uuid.uuid4())
    with transaction.atomic():
        program = Program.objects.locked()
        rows = _due(now=now, limit=limit)
        desk = Desk(rows, program=program, now=now)
        verdicts: dict[Verdict, list[Message]] = defaultdict(list)
        for row in rows:
            verdicts[desk.judge(row)].append(row)
        for verdict, judged in verdicts.items():
            result.verdicts[verdict.state] += _write(judged, verdict, result.token, now)
    return result


def _due(*, now: datetime, limit: int) -> list[Message]:
    """Due rows whose playbook is not paused, locked, with their contacts locked behind them."""
    due = Message.objects.leaving(now=now).order_by("send_after", "pk")
    locked = due.select_for_update(of=("self",), no_key=True, skip_locked=True)
    ids = list(locked.values_list("pk", flat=True)[:limit])
    people = Customer.objects.filter(messages__in=ids).exclude(contact=None).order_by()
    list(Contact.objects.filter(pk__in=set(people.values_list("contact_id", flat=True))).locked())
    rows = Message.objects.filter(pk__in=ids).select_related(
        "customer__account", "customer__contact", "response", "followup", "step_run__run"
    )
    return list(rows.order_by("send_after", "pk"))


def _write(rows: list[Message], verdict: Verdict, token: uuid.UUID, now: datetime) -> int:
    waiting = Message.objects.filter(pk__in=[row.pk for row in rows], state=OutboxState.PLANNED)
    if verdict.state == OutboxState.CLAIMED:
        return waiting.update(
            state=OutboxState.CLAIMED, reason="", claim_token=token, claimed_at=now, attempt_started_at=None
        )
    if verdict.send_after:
        until = verdict.send_after
        return waiting.update(reason=verdict.reason, send_after=until, expires_at=until + PATIENCE)
    put_aside = waiting.update(state=verdict.state, reason=verdict.reason)
    why = MessageReason(verdict.reason).label
    words = f"{{message}} was not sent: {why[0].lower()}{why[1:]}"
    # What a merge, an erasure or the end of a playbook took along, somebody decided.
    is_news = verdict.state != OutboxState.CANCELLED
    for row in rows:
        telling.tell_end(row, words, actor=None, now=now, is_news=is_news)
    return put_aside
