"""Telling what an answer means for those who look after the customer, at once or by the sweep."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followups.domain.news import answered, fell
from followups.domain.news.version import latest, recent

if TYPE_CHECKING:
    from datetime import datetime

    from responses.models import Response

logger = logging.getLogger(__name__)

LOADED = ("customer__account__manager", "followup__assignee", "followup__accountable")


def tell(*, response_id: int, now: datetime) -> int:
    """Tell whoever must hear of this answer as it stands now; how many were told.

    Each is told once of each version, however often this is called. Old answers, such as imported ones,
    are no news.
    """
    found = recent(now=now).exclude(customer=None).filter(pk=response_id).select_related(*LOADED)
    response = found.first()
    return _tell(response, now=now) if response else 0


def tell_missed(*, now: datetime) -> int:
    """Tell what lost signals left untold in the last day; one answer's fault stops no other."""
    told = 0
    found = {pk for each in (answered, fell) for pk in each.candidates(now=now).values_list("pk", flat=True)}
    for pk in sorted(found):
        try:
            told += tell(response_id=pk, now=now)
        except Exception:
            logger.exception("Nobody could be told of response %s", pk)
    return told


def _tell(response: Response, *, now: datetime) -> int:
    version = latest(response)
    return fell.tell(version, now=now) + answered.tell(version, now=now)
