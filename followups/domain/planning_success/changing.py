"""Changing an item, ending it, and taking it up again. The guards are in the UPDATEs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain.planning_success import guarding, telling
from followups.enums import PlanState
from followups.models import PlanItem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from followups.querysets import PlanItemQuerySet
    from team.models import User

EDITABLE = ("title", "text", "owner", "due_on")


def change(*, item: PlanItem, facts: Mapping[str, Any], actor: User | None, now: datetime) -> PlanItem:
    """Change title, text, owner or day of what is to do; what is not in `facts` stays. A new owner is told.

    Raises Over, PlanNotYours, CannotOwn, CustomerGone and NothingSaid.
    """
    guarding.check_actor(actor)
    with transaction.atomic():
        row = _held(item)
        new = {name: facts[name] for name in EDITABLE if name in facts and facts[name] != getattr(row, name)}
        if not str(new.get("title", "x")).strip():
            raise guarding.NothingSaid("Say what is to be done.")
        if "owner" in new:
            guarding.check_owner(new["owner"])
        if not new:
            return row
        _update(row, PlanItem.objects.open(), new)
        telling.write_down(row, f"Plan changed: “{row.title}”{_words(row, new)}", actor=actor, now=now)
        if "owner" in new:
            telling.tell_owner(row, actor=actor, now=now)
    return row


def finish(*, item: PlanItem, actor: User | None, now: datetime, outcome: str = "") -> PlanItem:
    """It is done; `outcome` says what came of it. Raises Over, PlanNotYours and CustomerGone."""
    return _end(item, PlanState.DONE, "Done as planned", actor=actor, now=now, outcome=outcome)


def drop(*, item: PlanItem, actor: User | None, reason: str, now: datetime) -> PlanItem:
    """It is not done, and why. Raises NothingSaid, Over, PlanNotYours and CustomerGone."""
    if not reason.strip():
        raise guarding.NothingSaid("Say why it is dropped.")
    return _end(item, PlanState.DROPPED, "Dropped from the plan", actor=actor, now=now, outcome=reason)


def reopen(*, item: PlanItem, actor: User | None, now: datetime) -> PlanItem:
    """It is to do again; whoever has it is told. Raises StillOpen, PlanNotYours and CustomerGone."""
    guarding.check_actor(actor)
    with transaction.atomic():
        row = _held(item)
        ended = PlanItem.objects.exclude(state=PlanState.OPEN)
        owner = row.owner if row.owner and row.owner in guarding.owners() else None
        back = {"state": PlanState.OPEN, "closed_at": None, "closed_by": None, "outcome": "", "owner": owner}
        _update(row, ended, back)
        telling.write_down(row, f"Back on the plan: {row.title}", actor=actor, now=now)
        telling.tell_owner(row, actor=actor, now=now)
    return row


def _end(
    item: PlanItem, state: PlanState, words: str, *, actor: User | None, now: datetime, outcome: str
) -> PlanItem:
    guarding.check_actor(actor)
    with transaction.atomic():
        row = _held(item)
        ending = {"state": state, "closed_at": now, "closed_by": actor, "outcome": outcome.strip()}
        _update(row, PlanItem.objects.open(), ending)
        telling.write_down(row, f"{words}: {row.title}", actor=actor, now=now, note=row.outcome)
    return row


def _held(item: PlanItem) -> PlanItem:
    shown = PlanItem.objects.select_related("customer", "owner", "followup", "step_run", "closed_by")
    row = shown.select_for_update(of=("self",)).get(pk=item.pk)
    guarding.check_customer(row.customer, None)
    return row


def _update(row: PlanItem, among: PlanItemQuerySet, fields: Mapping[str, Any]) -> None:
    """Write the fields where the row still is among these, and into `row`."""
    if not among.filter(pk=row.pk).update(**fields):
        if row.is_open:
            raise guarding.StillOpen("This is to do already.")
        by = f" by {row.closed_by}" if row.closed_by else ""
        raise guarding.Over(f"This was {row.get_state_display().lower()} already{by}.")
    for name, value in fields.items():
        setattr(row, name, value)


def _words(row: PlanItem, new: Mapping[str, Any]) -> str:
    """What changed, behind the title: ", now Omar’s, by March 9, 2026"."""
    parts = []
    if "owner" in new:
        parts.append(f"now {row.owner}’s" if row.owner else "nobody’s now")
    if "due_on" in new:
        parts.append(f"by {telling.day(row.due_on)}" if row.due_on else "by no certain day")
    return "".join(f", {part}" for part in parts)
