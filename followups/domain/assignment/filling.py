"""Handing out what waits in the overflow queue, as somebody has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain.assignment.choosing import choose, those_who_gave_back
from followups.domain.assignment.handing_out import give
from followups.enums import DecisionCause
from followups.models import FollowUp, Rep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

# So many are handed out in one round of the sweep.
AT_ONCE = 500
SLICE = 100


def fill(*, now: datetime, limit: int | None = None) -> int:
    """Hand out what waits, the weightiest first, while somebody has room; how many got an owner.

    What nobody with room may get keeps its place and is passed by, however much of it there is. `limit`
    looks at the first few alone, where somebody waits for the page that made room: the sweep does the rest.
    """
    places = _places(now=now)
    if not places:
        return 0
    waiting = FollowUp.objects.overflow().order_by("-priority", "contact_due_at", "pk")
    assigned = 0
    for pk, gave_back in _with_those_who_gave_back(list(waiting.values_list("pk", flat=True)[:limit])):
        if not places - gave_back:
            continue
        with transaction.atomic():
            assigned += _fill_one(pk, now=now)
        places = _places(now=now)
        if not places or assigned == AT_ONCE:
            break
    return assigned


def _places(*, now: datetime) -> set[int]:
    """Who has room, by user id."""
    return set(Rep.objects.with_room(now=now).values_list("user_id", flat=True))


def _with_those_who_gave_back(ids: Sequence[int]) -> Iterator[tuple[int, set[int]]]:
    """Each with whom it must not go to: one query for a slice, and only for slices that are come to."""
    for start in range(0, len(ids), SLICE):
        part = ids[start : start + SLICE]
        passed_over = those_who_gave_back(part)
        for pk in part:
            yield pk, passed_over[pk]


def _fill_one(pk: int, *, now: datetime) -> bool:
    followup = FollowUp.objects.overflow().select_for_update().filter(pk=pk).first()
    if followup is None:
        return False
    choice = choose(followup=followup, now=now, without=those_who_gave_back([pk])[pk])
    # Nobody for it, still: that is on record already.
    if choice.chosen:
        give(followup, choice, DecisionCause.ROOM, now=now)
    return choice.chosen is not None
