"""Waiting for the customer: the clock of the resolution stands still until a day to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from followups.domain import alarms, history, sla
from followups.domain.working.changing import OutOfTurn, change
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


class NotContactedYet(OutOfTurn):
    """Nobody has called or written, so there is nothing to wait for."""


def wait_for_customer(
    *, followup: FollowUp, actor: User, until: datetime, note: str, now: datetime
) -> FollowUp:
    """Stop the resolution's clock until the customer answers or `until` comes; what waits already waits on.

    Raises ValueError for an `until` that is not ahead, NotContactedYet, NotYours, AlreadyClosed, OutOfTurn.
    """
    if until <= now:
        raise ValueError("the day to look again must be ahead")
    with transaction.atomic():
        row = change(
            followup=followup,
            actor=actor,
            among=FollowUp.objects.unfinished(),
            state=FollowUpState.WAITING,
            # Waited for until another day, the clock has stood still since the first.
            waiting_since=Coalesce("waiting_since", Value(now)),
            wait_until=until,
        )
        if row.first_contact_at is None:
            raise NotContactedYet("Call or write first: there is nothing to wait for yet.")
        alarms.rewind(row)
        facts = {"to": FollowUpState.WAITING.value, "until": until.isoformat()}
        history.add(followup=row, kind=ActivityKind.STATE, actor=actor, now=now, note=note, facts=facts)
    return row


def resume(*, followup: FollowUp, actor: User | None, now: datetime) -> FollowUp:
    """Go on working: what was left of the time to the resolution is left again.

    Raises NotYours, OutOfTurn, AlreadyClosed.
    """
    with transaction.atomic():
        row = FollowUp.objects.select_for_update().get(pk=followup.pk)
        row = change(
            followup=followup,
            actor=actor,
            among=FollowUp.objects.waiting(),
            state=FollowUpState.IN_PROGRESS,
            **sla.resumed(row, now=now),
        )
        alarms.rewind(row)
        facts = {"to": FollowUpState.IN_PROGRESS.value}
        history.add(followup=row, kind=ActivityKind.STATE, actor=actor, now=now, facts=facts)
    return row
