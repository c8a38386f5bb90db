"""How many follow-ups each person has: Rep.load, exact after every transition.

Lock the follow-up's row before any of these: all verbs take the locks in that order.
"""

from __future__ import annotations

from django.db.models import F

from followups.models import Rep


def reserve(*, user_id: int) -> bool:
    """Take one place of this person, if one is free. False when somebody else took the last."""
    return Rep.objects.filter(user=user_id, load__lt=F("capacity")).update(load=F("load") + 1) == 1


def move(*, leaves: int | None = None, joins: int | None = None) -> None:
    """Count one follow-up less for one person and one more for another, by user id.

    Joining may go beyond the capacity: a person decided it. Rows are locked in id order, so that two
    exchanges between the same people cannot wait for each other.
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
