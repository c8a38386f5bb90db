"""A small company with a post office of its own that remembers what arrived where, and a clock."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from mailroom.domain.transports import Kind, Verdict
from surveys.models import QuietException
from surveys.tokens import read_survey_token
from team.models import Program
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailroom.domain.letters import Letter


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that reached a mailbox."""

    address: str
    invitation: int
    at: datetime
    is_reminder: bool


@dataclass
class World:
    """What really happened, apart from what the tables say."""

    now: datetime = NOW
    arrivals: list[Arrival] = field(default_factory=list)
    # An address with its refusal; whoever took it back is gone from here.
    refused: set[str] = field(default_factory=set)
    # Who asked to be left alone until when.
    paused: dict[str, datetime] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    def receive(self, letter: Letter, *, is_reminder: bool) -> None:
        """A letter arrives; whether it may is judged at once, by what arrived before."""
        token = letter.values["answer_url"].rstrip("/").rpartition("/")[2].partition("?")[0]
        arrival = Arrival(letter.recipient, read_survey_token(token) or 0, self.now, is_reminder)
        if letter.recipient in self.refused:
            self.surprises.append(f"{arrival} after the refusal")
        if not is_reminder and self.now < self.paused.get(letter.recipient, self.now):
            self.surprises.append(f"{arrival} during the pause")
        self.surprises += self._too_early(arrival)
        self.arrivals.append(arrival)

    def _too_early(self, arrival: Arrival) -> Iterator[str]:
        """The shortest period that may have been in force; the tables know it exactly, and I1 asks them."""
        program = Program.objects.current()
        if arrival.is_reminder:
            return
        granted = QuietException.objects.filter(withdrawn_at=None, until__gte=self.now)
        months = min([program.quiet_months, *granted.values_list("months", flat=True)])
        for earlier in self.arrivals:
            if earlier.is_reminder or earlier.address != arrival.address:
                continue
            free = calendars.quiet_until(earlier.at, months, ZoneInfo(program.time_zone))
            if arrival.at < free:
                yield f"{arrival} although {earlier}"

    def doubled(self) -> dict[tuple[int, bool], int]:
        """Invitations whose own mail arrived more than once, or that were reminded more often than twice."""
        counts = Counter((arrival.invitation, arrival.is_reminder) for arrival in self.arrivals)
        return {key: count for key, count in counts.items() if count > (2 if key[1] else 1)}

    def pass_time(self, hours: int) -> None:
        """The clock moves on."""
        self.now += timedelta(hours=hours)


class Post:
    """A mail server that does what it is told, letter by letter, and then accepts everything."""

    def __init__(self, world: World, moods: list[str], *, is_reminder: bool = False) -> None:
        self.world, self.moods, self.is_reminder = world, list(moods), is_reminder

    def send(self, letter: Letter) -> Verdict:
        mood = self.moods.pop(0) if self.moods else "accepts"
        if mood in {"accepts", "falls silent after taking it"}:
            self.world.receive(letter, is_reminder=self.is_reminder)
        return {
            "accepts": Verdict(Kind.ACCEPTED),
            "is busy": Verdict(Kind.RETRY, "451 busy"),
            "refuses": Verdict(Kind.REFUSED, "550 no"),
            "falls silent": Verdict(Kind.UNKNOWN, "no reply"),
            "falls silent after taking it": Verdict(Kind.UNKNOWN, "no reply"),
        }[mood]


MOODS = ["accepts", "is busy", "refuses", "falls silent", "falls silent after taking it"]
