"""Priorities that keep up with the world: renewals draw near, usage falls, cases open (T47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from followups.domain import priority
from followups.models import FollowUp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followups.domain.priority import Priority

AT_ONCE = 200


def weigh_again(*, now: datetime) -> int:
    """Give every unfinished follow-up the priority of one that opens now; returns how many changed.

    Slice by slice: interrupted, the next round begins anew and writes only what still differs. The history
    tells nothing of it, because nobody did anything.
    """
    changed, last = 0, 0
    rows = FollowUp.objects.unfinished().select_related("response__customer__account").order_by("pk")
    while part := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        weighed = priority.of_all(responses=[row.response for row in part], now=now)
        changed += sum(_write(row, weighed[row.response_id]) for row in part)
        last = part[-1].pk
    return changed


def _write(row: FollowUp, weighed: Priority) -> int:
    before = (row.priority, _lasting(row.priority_reasons))
    if before == (weighed.points, _lasting(weighed.reasons)):
        return 0
    # Who changed the row meanwhile weighed it themselves, or leaves it to the next round.
    unchanged = FollowUp.objects.unfinished().filter(pk=row.pk, changed_at=row.changed_at)
    return unchanged.update(priority=weighed.points, priority_reasons=weighed.reasons)


def _lasting(reasons: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons without the words that count days: these are read anew every day."""
    return [
        {key: value for key, value in reason.items() if key != "words" or "on" not in reason}
        for reason in reasons
    ]
