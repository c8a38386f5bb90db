"""How many follow-ups each person has: Rep.load, exact after every transition.

Lock the follow-up's row before any of these: all verbs take the locks in that order.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from followups.models import Rep
from followups.signals import room_appeared

if TYPE_CHECKING:
    from datetime import datetime


def reserve(*, user_id: int) -> bool:
    """Take one place of this person, if one is free. False when somebody else took the last."""
    with transaction.atomic():
        taken = Rep.objects.filter(user=user_id, load__lt=F("capacity")).update(load=F("load") + 1)
        if not taken:
            # PostgreSQL keeps a row locked that turned out to be full; the next one we try could then
            # be waited for in a circle. It goes with the savepoint.
            transaction.set_rollback(True)
    return bool(taken)


def hold() -> None:
    """Lock everybody's row, in order, until the transaction ends: for what moves work between people."""
    list(Rep.objects.order_by("user_id").select_for_update().values_list("user_id", flat=True))


def move(*, now: datetime, leaves: int | None = None, joins: int | None = None) -> None:
    """Count one follow-up less for one person and one more for another, by user id.

    Joining may go beyond the capacity: a person decided it. Rows are locked in id order, so that two
    exchanges between the same people cannot wait for each other. Whom one leaves has room again.
    """
    if leaves == joins:
        return
    if joins is not None:
        Rep.objects.get_or_create(user_id=joins, defaults={"capacity": 0})
    for user_id in sorted(user_id for user_id in (leaves, joins) if user_id is not None):
        rep = Rep.objects.filter(user=user_id)
        if user_id == joins:
            rep.update(load=F("load") + 1)
        else:
            rep.filter(load__gt=0).update(load=F("load") - 1)
    if leaves is not None:
        tell_of_room(now=now)


def tell_of_room(*, now: datetime) -> None:
    """Once this is committed, let what waits for somebody with room be handed out."""
    transaction.on_commit(partial(room_appeared.send_robust, sender=Rep, now=now))
