"""Whose follow-up it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import assignment, capacity, history
from followups.domain.assignment import telling
from followups.domain.working.changing import AlreadyClosed, NotYours, OutOfTurn, Refused
from followups.enums import ActivityKind, DecisionCause
from followups.models import FollowUp, Rep
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


class AlreadyTaken(Refused):
    """Somebody else was quicker; the message names them."""


class CannotWork(Refused):
    """The person may not work follow-ups: inactive, or a viewer."""


class NoRoom(Refused):
    """The person is away or full, and only a manager may give them more."""


class ReasonMissing(Refused):
    """Whoever gets it, and whoever reads the history, wants to know why."""


def take(*, followup: FollowUp, actor: User, now: datetime) -> FollowUp:
    """Make an unassigned follow-up the actor's; one that already is theirs stays so.

    Of two takers one wins, the other gets AlreadyTaken. Raises CannotWork and AlreadyClosed. A person may
    take more than their capacity; only the machine is bound by it.
    """
    if not actor.may(Role.REP):
        raise CannotWork(f"{actor} may not work follow-ups.")
    with transaction.atomic():
        free = FollowUp.objects.overflow().filter(pk=followup.pk)
        won = free.update(assignee=actor, accountable=None, snoozed_until=None)
        row = FollowUp.objects.select_related("assignee").get(pk=followup.pk)
        if won:
            capacity.move(joins=actor.pk, now=now)
            _note(row, actor=actor, to=actor, note="", now=now)
        elif row.is_closed:
            raise AlreadyClosed("This follow-up is closed already.")
        elif row.assignee_id != actor.pk:
            raise AlreadyTaken(f"{row.assignee} was quicker and has taken this follow-up.")
    return row


def reassign(*, followup: FollowUp, to: User, actor: User, reason: str, now: datetime) -> FollowUp:
    """A manager gives a follow-up to somebody else, capacity or not, and says why.

    Raises NotYours for actors below manager, CannotWork, ReasonMissing and AlreadyClosed. Giving it to
    whoever has it changes nothing.
    """
    if not actor.may(Role.MANAGER):
        raise NotYours("Only a manager gives a follow-up to somebody else.")
    check(to, reason)
    with transaction.atomic():
        row = _locked(followup)
        if row.assignee_id == to.pk:
            return row
        give(row=row, to=to, actor=actor, reason=reason, now=now)
    return row


def hand_over(*, followup: FollowUp, to: User, actor: User, reason: str, now: datetime) -> FollowUp:
    """The owner gives it to a colleague who is there and has room, and says why.

    A manager may give to anybody, as `reassign` does. Raises NotYours for everybody else, CannotWork,
    ReasonMissing, NoRoom and AlreadyClosed.
    """
    if actor.may(Role.MANAGER):
        return reassign(followup=followup, to=to, actor=actor, reason=reason, now=now)
    check(to, reason)
    with transaction.atomic():
        row = _locked(followup)
        _own(row, actor)
        if to.pk == actor.pk:
            return row
        capacity.hold()
        _check_room(to, now=now)
        give(row=row, to=to, actor=actor, reason=reason, now=now)
    return row


def release(*, followup: FollowUp, actor: User, reason: str, now: datetime) -> FollowUp:
    """Give it back: the machine chooses among the others, and never this owner again.

    Where nobody else has room it waits in the overflow queue. For the owner and for managers. Raises
    NotYours, ReasonMissing, OutOfTurn where nobody has it, and AlreadyClosed.
    """
    if not reason.strip():
        raise ReasonMissing("Say why.")
    with transaction.atomic():
        row = _locked(followup)
        if row.assignee is None:
            raise OutOfTurn("Nobody has this follow-up.")
        if not actor.may(Role.MANAGER):
            _own(row, actor)
        owner = row.assignee
        facts = {
            "to": None,
            "from_name": str(owner),
            "released_by": owner.pk,
            "words": f"{owner} gave it back" if owner == actor else f"Taken from {owner}",
        }
        history.add(followup=row, kind=ActivityKind.ASSIGNED, actor=actor, now=now, note=reason, facts=facts)
        assignment.pass_on(followup=row, cause=DecisionCause.RELEASED, now=now)
    return row


def give(*, row: FollowUp, to: User, actor: User, reason: str, now: datetime) -> None:
    """Write the new owner of a locked follow-up, with its place and its line of history."""
    left = row.assignee
    row.assignee, row.accountable, row.snoozed_until = to, None, None
    row.save(update_fields=["assignee", "accountable", "snoozed_until"])
    capacity.move(leaves=left.pk if left else None, joins=to.pk, now=now)
    _note(row, actor=actor, to=to, left=left, note=reason, now=now)


def _locked(followup: FollowUp) -> FollowUp:
    # Without a join: after a wait PostgreSQL reads the locked row anew, but not what was joined to it.
    row = FollowUp.objects.select_for_update().get(pk=followup.pk)
    if row.is_closed:
        raise AlreadyClosed("This follow-up is closed already.")
    return row


def _own(row: FollowUp, actor: User) -> None:
    if row.assignee_id != actor.pk or not actor.may(Role.REP):
        has_it = f"{row.assignee} works this follow-up." if row.assignee else "Nobody works this follow-up."
        raise NotYours(has_it)


def check(to: User, reason: str) -> None:
    """Raise CannotWork or ReasonMissing where nobody could give anything to them."""
    if not to.may(Role.REP):
        raise CannotWork(f"{to} may not work follow-ups.")
    if not reason.strip():
        raise ReasonMissing("Say why.")


def _check_room(to: User, *, now: datetime) -> None:
    rep = Rep.objects.filter(user=to).first()
    if rep is None or not rep.capacity:
        raise NoRoom(f"{to} takes follow-ups from managers only. Give it back, or ask a manager.")
    if rep.is_away(now=now):
        raise NoRoom(f"{to} is away. Give it back, or ask a manager.")
    if rep.load >= rep.capacity:
        raise NoRoom(f"{to} is full ({rep.load} of {rep.capacity} open). Give it back, or ask a manager.")


def _note(
    row: FollowUp, *, actor: User, to: User, note: str, now: datetime, left: User | None = None
) -> None:
    facts = {"to": to.pk, "to_name": str(to), "from_name": str(left) if left else None}
    line = history.add(followup=row, kind=ActivityKind.ASSIGNED, actor=actor, now=now, note=note, facts=facts)
    if to != actor:
        telling.tell(followup=row, to=to, occasion=line.pk, text=f"{actor}: {note}", now=now)
