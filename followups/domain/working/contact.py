"""Talking to the customer, and writing down what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from followups.domain import alarms, history
from followups.domain.working.changing import change
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import Activity
    from team.models import User

# Begun by the first attempt; a waiting follow-up goes on waiting until somebody says otherwise.
BEGUN = Case(When(state=FollowUpState.OPEN, then=Value(FollowUpState.IN_PROGRESS.value)), default=F("state"))


def log_call(*, followup: FollowUp, actor: User, reached: bool, note: str, now: datetime) -> Activity:
    """A call that was made, answered or not. The first attempt is the first contact (G51).

    Raises NotYours, AlreadyClosed.
    """
    return _contact(followup, ActivityKind.CALL, actor, note, {"reached": reached}, now=now)


def log_email(*, followup: FollowUp, actor: User, note: str, now: datetime) -> Activity:
    """An e-mail that was written. The first attempt is the first contact (G51).

    Raises NotYours, AlreadyClosed.
    """
    return _contact(followup, ActivityKind.EMAIL, actor, note, {}, now=now)


def note(*, followup: FollowUp, actor: User, text: str, now: datetime) -> Activity:
    """A remark, on a closed follow-up too. Raises NotYours."""
    with transaction.atomic():
        row = change(followup=followup, actor=actor, among=FollowUp.objects.all(), state=F("state"))
        return history.add(followup=row, kind=ActivityKind.NOTE, actor=actor, now=now, note=text)


def _contact(
    followup: FollowUp,
    kind: ActivityKind,
    actor: User,
    text: str,
    facts: dict[str, bool],
    *,
    now: datetime,
) -> Activity:
    with transaction.atomic():
        row = change(
            followup=followup,
            actor=actor,
            among=FollowUp.objects.unfinished(),
            state=BEGUN,
            first_contact_at=Coalesce("first_contact_at", Value(now)),
        )
        alarms.rewind(row)
        return history.add(followup=row, kind=kind, actor=actor, now=now, note=text, facts=facts)
