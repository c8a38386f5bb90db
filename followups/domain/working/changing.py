"""The one way a person's act changes a follow-up: an UPDATE that carries its own permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from followups.models import FollowUp
from team.enums import Role

if TYPE_CHECKING:
    from followups.querysets import FollowUpQuerySet
    from team.models import User


class Refused(Exception):
    """The follow-up did not change; the message says why, in a sentence for people."""


class NotYours(Refused):
    """Somebody else works this follow-up, or nobody yet."""


class AlreadyClosed(Refused):
    """It was resolved or given up before."""


class OutOfTurn(Refused):
    """The follow-up is not in the state from which this is done."""


def workable_by(actor: User | None) -> Q:
    """Whose follow-ups this person may change: managers everybody's, reps their own. None is the machine."""
    if actor is None or actor.may(Role.MANAGER):
        return Q()
    return Q(assignee=actor) if actor.may(Role.REP) else Q(pk__in=[])


def change(*, followup: FollowUp, actor: User | None, among: FollowUpQuerySet, **fields: Any) -> FollowUp:
    """Write the fields where the row still is `among` these and the actor may work it; the row as it is now.

    The row stays locked until the transaction ends. Raises NotYours, AlreadyClosed or OutOfTurn, and
    changes nothing, when the row has moved on.
    """
    changed = among.filter(workable_by(actor), pk=followup.pk).update(**fields)
    row = FollowUp.objects.select_related("assignee").get(pk=followup.pk)
    if not changed:
        raise _refusal(row, actor)
    return row


def _refusal(row: FollowUp, actor: User | None) -> Refused:
    if not FollowUp.objects.filter(workable_by(actor), pk=row.pk).exists():
        if row.assignee is None:
            return NotYours("Nobody works this follow-up yet. Take it first.")
        return NotYours(f"{row.assignee} works this follow-up.")
    if row.is_closed:
        return AlreadyClosed(f"This follow-up is closed already: {row.get_state_display().lower()}.")
    return OutOfTurn(f"This follow-up is {row.get_state_display().lower()}; that cannot be done now.")
