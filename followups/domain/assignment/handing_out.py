"""Giving follow-ups to whoever fits best and has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import capacity, history
from followups.domain.assignment import keeping, telling
from followups.domain.assignment.choosing import choose, those_who_gave_it_back
from followups.enums import ActivityKind, DecisionCause, FollowUpState
from followups.models import AssignmentDecision, FollowUp, Rep
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.assignment.choosing import Choice
    from followups.models import Activity


def assign(*, followup: FollowUp, now: datetime, cause: DecisionCause = DecisionCause.OPENED) -> bool:
    """Give a follow-up without an owner to whoever fits best and has room; say and keep why.

    False when nobody has room: it waits in the overflow queue then, a manager answers for it, and
    its clock runs. Call it inside the transaction that holds the follow-up's row.
    """
    choice = choose(followup=followup, now=now, without=those_who_gave_it_back(followup))
    if choice.chosen is None:
        _let_wait(followup, choice, cause, now=now)
        return False
    give(followup, choice, cause, now=now)
    return True


def reconsider(*, followup: FollowUp, now: datetime) -> bool:
    """The customer said more before anybody began: choose once more, and once only. True if it moved.

    Never takes work from somebody who has begun: an act of a person on it, or a person's choice of the
    owner, ends the machine's say. What waits in the overflow queue is chosen for when room appears anyway.
    """
    with transaction.atomic():
        row = FollowUp.objects.select_for_update().get(pk=followup.pk)
        if not _is_open_to_the_machine(row):
            return False
        capacity.hold()
        left = row.assignee
        choice = choose(followup=row, now=now, holder=row.assignee_id, without=those_who_gave_it_back(row))
        if choice.chosen is None:
            return False
        if choice.chosen_id == row.assignee_id:
            keeping.keep(followup=row, choice=choice, cause=DecisionCause.ANSWER, accountable=None, now=now)
            return False
        give(row, choice, DecisionCause.ANSWER, now=now, left=left)
        followup.assignee = row.assignee
    return True


def return_to_owner(*, followup: FollowUp, line: Activity, now: datetime) -> None:
    """A reopened follow-up goes on with whoever had it, if they are there, else the machine chooses anew.

    Whoever has it then is told. A person may reopen it beyond its owner's capacity, the machine may not;
    who it was says the `line` of the history. Call it inside the transaction that holds the follow-up's row.
    """
    owner, actor = followup.assignee, line.actor
    if owner and _goes_on(owner, now=now) and _has_place(owner, is_bound=actor is None, now=now):
        if owner != actor:
            telling.tell_again(followup=followup, to=owner, line=line, now=now)
        return
    followup.assignee = None
    assign(followup=followup, now=now, cause=DecisionCause.REOPENED)


def pass_on(*, followup: FollowUp, cause: DecisionCause, now: datetime) -> bool:
    """Take it from its owner and choose anew among the others; False: it waits in the overflow queue.

    Call it inside the transaction that holds the follow-up's row, before any place is locked.
    """
    capacity.hold()
    left, without = followup.assignee, those_who_gave_it_back(followup)
    if left:
        without |= {left.pk}
    choice = choose(followup=followup, now=now, without=without)
    if choice.chosen:
        give(followup, choice, cause, now=now, left=left)
        return True
    _let_wait(followup, choice, cause, now=now, left=left)
    _note(followup, None, left, cause, now=now)
    return False


def give(
    followup: FollowUp,
    choice: Choice,
    cause: DecisionCause,
    *,
    now: datetime,
    left: User | None = None,
) -> None:
    """Write the new owner, whose place is taken already, with the decision and a line of history."""
    to = User.objects.get(pk=choice.chosen_id)
    followup.assignee, followup.accountable = to, None
    _write(followup)
    if left:
        capacity.move(leaves=left.pk, now=now)
    decision = keeping.keep(followup=followup, choice=choice, cause=cause, accountable=None, now=now)
    _note(followup, to, left, cause, now=now)
    telling.tell(followup=followup, to=to, occasion=decision.pk, text=decision.sentence, now=now)


def _let_wait(
    followup: FollowUp,
    choice: Choice,
    cause: DecisionCause,
    *,
    now: datetime,
    left: User | None = None,
) -> None:
    """Nobody has room: into the overflow queue, with a manager who answers for it and hears so."""
    followup.assignee, followup.accountable = None, keeping.accountable_for(followup)
    _write(followup)
    capacity.move(leaves=left.pk if left else None, now=now)
    accountable = followup.accountable
    decision = keeping.keep(followup=followup, choice=choice, cause=cause, accountable=accountable, now=now)
    telling.tell_overflow(followup=followup, occasion=decision.pk, text=decision.sentence, now=now)


def _note(
    followup: FollowUp, to: User | None, left: User | None, cause: DecisionCause, *, now: datetime
) -> None:
    facts = {
        "to": to.pk if to else None,
        "to_name": str(to) if to else None,
        "from_name": str(left) if left else None,
        "cause": cause.value,
        "words": _words(to, left, cause),
    }
    history.add(followup=followup, kind=ActivityKind.ASSIGNED, actor=None, now=now, facts=facts)


def _words(to: User | None, left: User | None, cause: DecisionCause) -> str:
    """What the history says: "Assigned to Omar: Ines is away"."""
    done = f"Assigned to {to}" if to else "Waits for somebody with room"
    why = {
        DecisionCause.ROOM: "there is room again",
        DecisionCause.ANSWER: f"the customer said more (before: {left})",
        DecisionCause.ABSENCE: f"{left} is away",
        DecisionCause.LEFT: f"{left} no longer works follow-ups",
        DecisionCause.RELEASED: f"{left} gave it back",
    }.get(cause)
    return f"{done}: {why}" if why else done


def _write(followup: FollowUp) -> None:
    # Whoever snoozed it did so for themselves.
    followup.snoozed_until = None
    followup.save(update_fields=["assignee", "accountable", "snoozed_until"])


def _goes_on(owner: User, *, now: datetime) -> bool:
    rep = Rep.objects.filter(user=owner).first()
    return owner.may(Role.REP) and not (rep and rep.hands_over and rep.is_away(now=now))


def _has_place(owner: User, *, is_bound: bool, now: datetime) -> bool:
    """Take a place of theirs; only who is bound by the capacity needs a free one."""
    if is_bound:
        return capacity.reserve(user_id=owner.pk)
    capacity.move(joins=owner.pk, now=now)
    return True


def _is_open_to_the_machine(row: FollowUp) -> bool:
    if row.state != FollowUpState.OPEN or row.first_contact_at or row.assignee_id is None:
        return False
    decisions = AssignmentDecision.objects.filter(followup=row)
    if decisions.filter(cause=DecisionCause.ANSWER).exists():
        return False
    return not row.activities.exclude(actor=None).exists()
