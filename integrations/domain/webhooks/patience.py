"""How long a call is tried again: more and more rarely, for a day."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

# Minutes after the first call, the second, and so on: 23 hours and 53 minutes in all.
WAITS: Final = (1, 2, 5, 15, 30, 60, 120, 240, 420, 540)
HOUR: Final = 60
ATTEMPTS: Final = len(WAITS) + 1
# A program that comes back must not be called by everything at the same second.
JITTER: Final = 0.1
# An endpoint that took nothing for so long is switched off.
PATIENCE: Final = timedelta(hours=24)


def next_at(*, attempts: int, now: datetime) -> datetime | None:
    """When to call again after so many calls; None when it was the last."""
    if attempts >= ATTEMPTS:
        return None
    spread = random.uniform(1 - JITTER, 1 + JITTER)  # spreads calls, guards nothing
    return now + timedelta(minutes=WAITS[max(attempts, 1) - 1] * spread)


def in_words() -> str:
    """The waits for people: "1, 2 minutes, … 9 hours"."""
    minutes = [str(wait) for wait in WAITS if wait < HOUR]
    hours = [str(wait // HOUR) for wait in WAITS if wait >= HOUR]
    return f"{', '.join(minutes)} minutes, {', '.join(hours)} hours"
