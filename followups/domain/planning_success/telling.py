"""What is written and said about an item: the follow-up's history, and word to whoever has it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from followups.domain import history, notifying
from followups.enums import ActivityKind, NotificationKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import PlanItem
    from team.models import User


def page_of(item_id: int) -> str:
    """The page of one item."""
    return reverse("plans:item", args=[item_id])


def write_down(item: PlanItem, words: str, *, actor: User | None, now: datetime, note: str = "") -> None:
    """A line in the follow-up's history; without a follow-up the item's own page tells it."""
    if item.followup is None:
        return
    facts = {"words": words, "item": item.pk}
    history.add(followup=item.followup, kind=ActivityKind.PLAN, actor=actor, now=now, note=note, facts=facts)


def tell_owner(item: PlanItem, *, actor: User | None, now: datetime) -> bool:
    """Word to whoever has it now; what one gives oneself is no news."""
    owner = item.owner
    if owner is None or (actor is not None and actor.pk == owner.pk):
        return False
    by = f", by {day(item.due_on)}" if item.due_on else ""
    said = f"{actor or 'Closeloop'} gave it to you{by}."
    return notifying.tell(
        recipient=owner,
        kind=NotificationKind.PLAN,
        key=f"plan:{item.pk}:{owner.pk}:{now:%Y%m%dT%H%M%S}",
        title=f"Success plan of {item.customer}: {item.title}",
        text="\n\n".join(filter(None, [said, item.text])),
        path=page_of(item.pk),
        now=now,
        followup=item.followup,
        step_run=item.step_run,
    )


def day(value: date) -> str:
    """A day in words: "March 9, 2026"."""
    return f"{value:%B} {value.day}, {value.year}"
