"""When a reminder is due and when it is over: pure functions of when the first mail left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from surveys.models import Campaign

# A reminder that found no moment to leave for so long is dropped: after a pause nothing floods.
PATIENCE = timedelta(days=7)
# A link that closes within a day is not worth a mail.
LIFE_LEFT = timedelta(days=1)
# Two mails of one invitation keep this distance, whatever delayed the first of them.
DISTANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """Reminder `number` of a campaign: from `opens` after the first mail until `closes`."""

    number: int
    opens: timedelta
    closes: timedelta

    def opens_at(self, sent_at: datetime) -> datetime:
        """When it is due for a mail that left at an instant."""
        return sent_at + self.opens

    def closes_at(self, sent_at: datetime) -> datetime:
        """From when on it is too late."""
        return sent_at + self.closes


def turns(campaign: Campaign) -> Iterator[Turn]:
    """A campaign's reminders, in order. One that the next overtakes, or whose link closes, has none.

    The first gives way to the second when that falls due, so that nobody gets both at once.
    """
    days = [timedelta(days=day) for day in sorted(campaign.reminder_days)]
    last = timedelta(days=campaign.link_days) - LIFE_LEFT
    for number, opens in enumerate(days, start=1):
        following = days[number] if number < len(days) else last
        closes = min(opens + PATIENCE, following, last)
        if closes > opens:
            yield Turn(number, opens, closes)


def turn_of(campaign: Campaign, number: int) -> Turn | None:
    """The campaign's turn of this number, or None when it has none any more."""
    return next((turn for turn in turns(campaign) if turn.number == number), None)
