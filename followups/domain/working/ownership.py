"""Whose follow-up it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import capacity, history
from followups.domain.working.changing import AlreadyClosed, NotYours, Refused
from followups.enums import ActivityKind
from followups.models import FollowUp
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


class AlreadyTaken(Refused):
    """Somebody else was quicker; the message names them."""


class CannotWork(Refused):
    """The person may not work follow-ups: inactive, or a viewer."""


def take(*, followup: FollowUp, actor: User, now: datetime) -> FollowUp:
    """Make an unassigned follow-up the actor's; one that already is theirs stays so.

    Of two takers one wins, the other gets AlreadyTaken. Raises CannotWork and AlreadyClosed. A person may
    take more than their capacity; only the machine is bound by it.
    """
    if not actor.may(Role.REP):
        raise CannotWork(f"{actor} may not work follow-ups.")
    with transaction.atomic():
        free = FollowUp.objects.overflow().filter(pk=followup.pk)
        won = free.update(assignee=actor, accountable=None)
        row = FollowUp.objects.select_related("assignee").get(pk=followup.pk)
        if won:
            capacity.move(joins=actor.pk)
            _note(row, actor=actor, to=actor, note="", now=now)
        elif row.is_closed:
            raise AlreadyClosed("This follow-up is closed already.")
        elif row.assignee_id != actor.pk:
            raise AlreadyTaken(f"{row.assignee} was quicker and has taken this follow-up.")
    return row


def reassign(*, followup: FollowUp, to: User, actor: User, reason: str, now: datetime) -> FollowUp:
    """A manager gives a follow-up to somebody else, capacity or not, and says why.

    Raises NotYours for actors below manager, CannotWork and AlreadyClosed. Giving it to whoever has it
    changes nothing.
    """
    if not actor.may(Role.MANAGER):
        raise NotYours("Only a manager gives a follow-up to somebody else.")
    if not to.may(Role.REP):
        raise CannotWork(f"{to} may not work follow-ups.")
    with transaction.atomic():
        # Without a join: after a wait PostgreSQL reads the locked row anew, but not what was joined to it.
        row = FollowUp.objects.select_for_update().get(pk=followup.pk)
        if row.is_closed:
            raise AlreadyClosed("This follow-up is closed already.")
        if row.assignee_id == to.pk:
            return row
        left = row.assignee
        row.assignee, row.accountable = to, None
        row.save(update_fields=["assignee", "accountable"])
        capacity.move(leaves=left.pk if left else None, joins=to.pk)
        _note(row, actor=actor, to=to, left=left, note=reason, now=now)
    return row


def _note(
    row: FollowUp, *, actor: User, to: User, note: str, now: datetime, left: User | None = None
) -> None:
    facts = {"to": to.pk, "to_name": str(to), "from_name": str(left) if left else None}
    history.add(followup=row, kind=ActivityKind.ASSIGNED, actor=actor, now=now, note=note, facts=facts)
