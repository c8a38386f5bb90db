"""What the worker processes do, and how they die."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from customers.domain import lifecycle
from customers.domain.facts import InvalidFacts
from followups.domain import notifying, opening
from mailroom.domain import delivery
from surveys.domain import claiming, planning, posting, reminders
from surveys.domain.mailbag import InvitationMailbag
from surveys.domain.reminders import ReminderMailbag
from surveys.models import Campaign
from tests.nps_project.invariants.steps.base import PEOPLE, Steps, committed
from tests.nps_project.invariants.world import MOODS, Post

hours = st.sampled_from([1, 5, 24, 26, 24 * 3, 24 * 8, 24 * 40, 24 * 181, 24 * 184])
moods = st.lists(st.sampled_from(MOODS), max_size=4)


class Crash(BaseException):
    """The process is gone."""


class CrashingMailbag(InvitationMailbag):
    """A worker that dies after the mails left and before it could write that down."""

    def settle(self, *args: Any, **kwargs: Any) -> None:
        """Never comes to it."""
        raise Crash


class WorkerSteps(Steps):
    """Plans, claims, sends, crashes and repairs."""

    @rule()
    @committed
    def plan(self) -> None:
        """The planner comes by."""
        self._plan()

    @rule(moods=moods)
    @committed
    def deliver(self, moods: list[str]) -> None:
        """A sender claims and sends; the mail server has its moods."""
        self.hand_over(InvitationMailbag(), Post(self.world, moods))

    @rule()
    @committed
    def crash_before_sending(self) -> None:
        """A sender claims and is gone."""
        claiming.claim(now=self.world.now)

    @rule(moods=moods)
    @committed
    def crash_after_sending(self, moods: list[str]) -> None:
        """A sender sends, and is gone before it could write that down."""
        with suppress(Crash):
            self.hand_over(CrashingMailbag(), Post(self.world, moods))

    @rule()
    @committed
    def reap(self) -> None:
        """The reaper comes by."""
        posting.reap(now=self.world.now)

    @rule()
    @committed
    def refresh_stages(self) -> None:
        """The night comes."""
        lifecycle.refresh(now=self.world.now)

    @rule(hours=hours)
    def pass_time(self, hours: int) -> None:
        """An hour, a week, half a year in which nobody works."""
        self.world.pass_time(hours)

    @rule(hours=hours, moods=moods)
    @committed
    def go_on(self, hours: int, moods: list[str]) -> None:
        """Some time later every worker comes by."""
        self.world.pass_time(hours)
        self._tick(moods)

    @rule(days=st.integers(1, 12), moods=moods)
    @committed
    def live(self, days: int, moods: list[str]) -> None:
        """Day after day, as it is meant to be."""
        for _ in range(days):
            self.world.pass_time(24)
            self._tick(moods)

    @rule(days=st.integers(178, 186), moods=moods)
    @committed
    def next_season(self, days: int, moods: list[str]) -> None:
        """Half a year later everybody is due again, around the day on which the quiet period ends."""
        self.world.pass_time(24 * days)
        for number in range(PEOPLE):
            with suppress(InvalidFacts):
                self.tell(number, renewal_on=self.day(59))
        for _ in range(3):
            self._tick(moods)
            self.world.pass_time(24)

    @rule(moods=moods)
    @committed
    def tick(self, moods: list[str]) -> None:
        """Every worker comes by."""
        self._tick(moods)

    @rule(moods=moods)
    @committed
    def remind(self, moods: list[str]) -> None:
        """A sender sends reminders."""
        self.hand_over_reminders(Post(self.world, moods, is_reminder=True))

    def _tick(self, moods: list[str]) -> None:
        posting.reap(now=self.world.now)
        self._plan()
        self.hand_over(InvitationMailbag(), Post(self.world, moods))
        self.hand_over_reminders(Post(self.world, moods, is_reminder=True))

    def _plan(self) -> None:
        for campaign in Campaign.objects.active():
            planning.plan(campaign=campaign, now=self.world.now)
        reminders.plan(now=self.world.now)

    @committed
    def work_off(self) -> None:
        """Every worker comes by, and the mail server takes everything."""
        posting.reap(now=self.world.now)
        self._plan()
        while self.hand_over(InvitationMailbag(), Post(self.world, [])):
            pass
        while self.hand_over_reminders(Post(self.world, [], is_reminder=True)):
            pass
        opening.open_missing(now=self.world.now)
        notifying.deliver(clock=lambda: self.world.now)

    def hand_over(self, bag: InvitationMailbag, post: Post) -> int:
        """Claim and send once; how many due rows were looked at."""
        claim = claiming.claim(now=self.world.now)
        delivery.hand_over(mailbag=bag, token=claim.token, transport=post, clock=lambda: self.world.now)
        return claim.examined

    def hand_over_reminders(self, post: Post) -> int:
        """The same for reminders."""
        claim = reminders.claim(now=self.world.now)
        delivery.hand_over(
            mailbag=ReminderMailbag(), token=claim.token, transport=post, clock=lambda: self.world.now
        )
        return claim.examined
