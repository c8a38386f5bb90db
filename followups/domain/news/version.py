"""An answer as it was given last, and whether that is news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime

    from responses.querysets import ResponseQuerySet

# What is older would not be mailed any more.
FRESH = timedelta(days=1)
MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Version:
    """The latest version of an answer: its number, when it came, and the scores of those before it."""

    response: Response
    number: int
    came_at: datetime
    earlier: tuple[int, ...]

    @property
    def quoted(self) -> str:
        """What the customer said, shortened; empty where they said nothing."""
        words = self.response.reason.strip()
        short = f"{words[:MOST_WORDS].rstrip()}…" if len(words) > MOST_WORDS else words
        return f"“{short}”" if short else ""


def recent(*, now: datetime) -> ResponseQuerySet:
    """The counted answers of known customers that were given or changed lately."""
    return Response.objects.counted().changed_since(now - FRESH).filter(customer__erased_at=None)


def latest(response: Response) -> Version:
    """The latest version of an answer; answers that came without versions have one."""
    rows = list(response.revisions.order_by("number").values_list("number", "score"))
    number = rows[-1][0] if rows else 1
    came_at = response.revised_at or response.answered_at
    return Version(response, number, came_at, tuple(score for _, score in rows[:-1]))
