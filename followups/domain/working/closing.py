"""How a follow-up ends, and how it begins again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from customers.models import Customer
from followups.domain import alarms, assignment, capacity, causes, history, locks, recovering, sla
from followups.domain.working.changing import OutOfTurn, change
from followups.domain.working.pausing import NotContactedYet
from followups.enums import ActivityKind, FollowUpState, Outcome
from followups.models import FollowUp

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


WHERE_IT_WAS = Case(
    When(first_contact_at=None, then=Value(FollowUpState.OPEN.value)),
    default=Value(FollowUpState.IN_PROGRESS.value),
)


class NobodyLeft(OutOfTurn):
    """The customer was erased."""


class NoteMissing(ValueError):
    """A resolution says in words what was done."""


def resolve(
    *,
    followup: FollowUp,
    actor: User,
    root_cause: str,
    outcome: Outcome,
    note: str,
    now: datetime,
) -> FollowUp:
    """Close a follow-up with the code of its root cause, its outcome and a note.

    Raises NoteMissing, causes.UnknownCause, NotYours, AlreadyClosed.
    """
    if not note.strip():
        raise NoteMissing("Say what was done.")
    cause = causes.offered(root_cause)
    said = {"root_cause": cause.code, "outcome": Outcome(outcome).value}
    with transaction.atomic():
        # The resolution is an event of theirs, too.
        locks.customer_of(followup)
        row = _close(followup, actor, FollowUpState.RESOLVED, now=now, **said)
        facts = {**said, "cause": cause.label}
        history.add(followup=row, kind=ActivityKind.RESOLVED, actor=actor, now=now, note=note, facts=facts)
        recovering.announce(followup=row, now=now)
    return row


def mark_unreachable(*, followup: FollowUp, actor: User, note: str, now: datetime) -> FollowUp:
    """Give up on somebody who does not answer. Raises NotContactedYet, NotYours, AlreadyClosed."""
    with transaction.atomic():
        row = _close(followup, actor, FollowUpState.UNREACHABLE, now=now)
        if row.first_contact_at is None:
            raise NotContactedYet("Call or write first: nobody has tried to reach them yet.")
        facts = {"to": FollowUpState.UNREACHABLE.value}
        history.add(followup=row, kind=ActivityKind.STATE, actor=actor, now=now, note=note, facts=facts)
    return row


def close_erased(*, followup: FollowUp, now: datetime) -> None:
    """The customer was erased: there is nobody left to reach."""
    with transaction.atomic():
        row = _close(followup, None, FollowUpState.UNREACHABLE, now=now)
        facts = {"to": FollowUpState.UNREACHABLE.value, "erased": True}
        history.add(followup=row, kind=ActivityKind.STATE, actor=None, now=now, facts=facts)


def close_uncounted(*, followup: FollowUp, now: datetime) -> None:
    """The answer was taken out of the numbers: it asks for nothing."""
    with transaction.atomic():
        row = _close(followup, None, FollowUpState.UNREACHABLE, now=now)
        facts = {"to": FollowUpState.UNREACHABLE.value, "not_counted": True}
        history.add(followup=row, kind=ActivityKind.STATE, actor=None, now=now, facts=facts)


def reopen(*, followup: FollowUp, actor: User | None, note: str, now: datetime) -> FollowUp:
    """Begin again with new times for what is still owed; root cause and outcome stay in the history only.

    The times are those of the follow-up's policy as it is now; its clock stood still while it was closed. A
    first contact that has not been made is promised anew, too: else it would be late at this very moment.

    It goes back to its owner if they are there, else the machine chooses anew; so it does where nobody
    asked for it and its owner is full.
    Raises NotYours, OutOfTurn when it is not closed, NobodyLeft.
    """
    with transaction.atomic():
        # Before the look at them: an erasure that comes now waits, and closes it then.
        locks.customer_of(followup)
        if Customer.objects.filter(followups=followup.pk).exclude(erased_at=None).exists():
            raise NobodyLeft("This customer was erased: there is nobody to reach.")
        before = FollowUp.objects.select_for_update().get(pk=followup.pk)
        rules = followup.policy or sla.policy()
        due = sla.due_times(policy=rules, start=now, contact_wanted=followup.response.contact_me)
        row = change(
            followup=followup,
            actor=actor,
            among=FollowUp.objects.finished(),
            state=WHERE_IT_WAS,
            closed_at=None,
            waited=before.waited + _closed_for(before, now=now),
            root_cause="",
            outcome="",
            contact_due_at=Case(
                When(first_contact_at=None, then=Value(due.contact)), default=F("contact_due_at")
            ),
            resolve_due_at=due.resolve,
        )
        alarms.rewind(row)
        line = history.add(followup=row, kind=ActivityKind.REOPENED, actor=actor, now=now, note=note)
        assignment.return_to_owner(followup=row, line=line, now=now)
    return row


def _closed_for(followup: FollowUp, *, now: datetime) -> timedelta:
    """How long it has been closed, in working time."""
    if followup.closed_at is None or followup.closed_at >= now:
        return timedelta(0)
    return sla.calendar_of(followup).between(followup.closed_at, now)


def _close(
    followup: FollowUp, actor: User | None, state: FollowUpState, *, now: datetime, **fields: Any
) -> FollowUp:
    before = FollowUp.objects.select_for_update().get(pk=followup.pk)
    row = change(
        followup=followup,
        actor=actor,
        among=FollowUp.objects.unfinished(),
        state=state,
        closed_at=now,
        next_alarm_at=None,
        snoozed_until=None,
        **sla.resumed(before, now=now),
        **fields,
    )
    capacity.move(leaves=row.assignee_id, now=now)
    return row
