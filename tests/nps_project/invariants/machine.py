"""Everything that can happen to a program, in any order: what the property test draws its steps from."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.test import TestCase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from customers.domain import consent, erasure, events, intake, lifecycle
from customers.domain.facts import InvalidFacts
from customers.enums import BlockReason, Source
from customers.models import Customer
from followups.domain import opening
from mailroom.domain import delivery
from mailroom.enums import OutboxState
from nps_project.invariants import INVARIANTS
from responses.domain import recording
from surveys.domain import campaigns, claiming, drafting, planning, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import QuietRule
from surveys.models import Campaign, Invitation
from tests.factories.surveys import CampaignFactory, EventCampaignFactory
from tests.nps_project.invariants.world import MOODS, Post, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import Program, User

PEOPLE, ADDRESSES = 6, 8
people, addresses = st.integers(0, PEOPLE - 1), st.integers(0, ADDRESSES - 1)
days_ahead = st.integers(40, 80)
hours = st.sampled_from([1, 5, 24, 26, 24 * 8, 24 * 40, 24 * 181, 24 * 184])
moods = st.lists(st.sampled_from(MOODS), max_size=4)
# What a worker leaves to others: these may be broken for as long as none has come by.
LEFT_TO_WORKERS = {"I4", "I5", "I12", "I13"}


class Crash(BaseException):
    """The process is gone."""


class CrashingMailbag(InvitationMailbag):
    """A worker that dies after the mails left and before it could write that down."""

    def settle(self, *args: Any, **kwargs: Any) -> None:
        """Never comes to it."""
        raise Crash


def committed(step: Callable[..., None]) -> Callable[..., None]:
    """A step whose transactions commit, as far as those who wait for a commit can tell."""

    @wraps(step)
    def stepped(machine: Machine, **drawn: Any) -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            step(machine, **drawn)

    return stepped


class Machine(RuleBasedStateMachine):
    """Six people with eight addresses, two campaigns around a date and one after an event."""

    def __init__(self, program: Program, admin: User) -> None:
        super().__init__()
        self.admin, self.world = admin, World()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.program = program
        first = CampaignFactory.create(name="Before renewal", daily_cap=3, priority=90)
        CampaignFactory.create(name="Renewal again", survey=first.survey, quiet_rule=QuietRule.WAIT)
        EventCampaignFactory.create(name="After support", survey=first.survey, delay_hours=0, priority=70)
        for number in range(PEOPLE):
            self._tell(number, email=f"a{number}@people.example", renewal_on=self._day(59))

    # ------------------------------------------------------------------------------- the people

    @rule(number=people, address=addresses)
    @committed
    def move_address(self, number: int, address: int) -> None:
        """They write from another address from now on; it may be somebody's already."""
        with suppress(InvalidFacts):
            self._tell(number, email=f"a{address}@people.example")

    @rule(number=people, days=days_ahead)
    @committed
    def move_renewal(self, number: int, days: int) -> None:
        """The renewal is on another day."""
        with suppress(InvalidFacts):
            self._tell(number, renewal_on=self._day(days))

    @rule(number=people)
    @committed
    def close_case(self, number: int) -> None:
        """Support closed a case of theirs."""
        if customer := self._customer(number):
            now = self.world.now
            events.record(customer=customer, name="support_case_closed", occurred_at=now, now=now)

    @rule(number=people)
    @committed
    def unsubscribe(self, number: int) -> None:
        """They want no more mail."""
        customer = self._customer(number)
        if customer and customer.contact_id:
            consent.block(contact_id=customer.contact_id, reason=BlockReason.UNSUBSCRIBED, now=self.world.now)
            self.world.refused.add(customer.email)

    @rule(number=people)
    @committed
    def subscribe_again(self, number: int) -> None:
        """They asked to be asked again."""
        customer = self._customer(number)
        if customer and customer.contact:
            with suppress(consent.ComplaintStands):
                consent.unblock(contact=customer.contact, actor=self.admin, now=self.world.now)
                self.world.refused.discard(customer.email)

    @rule(number=people)
    @committed
    def erase(self, number: int) -> None:
        """They asked to be forgotten; an import may bring them back."""
        if customer := self._customer(number):
            erasure.erase(customer=customer, actor=self.admin, now=self.world.now)

    @rule(score=st.integers(0, 10), pick=st.integers(0, 20))
    @committed
    def answer(self, score: int, pick: int) -> None:
        """Somebody who got a mail answers it."""
        if self.world.arrivals:
            arrival = self.world.arrivals[pick % len(self.world.arrivals)]
            with suppress(recording.LinkExpired, recording.AnswerNotPossible):
                recording.record(
                    invitation=Invitation(pk=arrival.invitation),
                    score=score,
                    reason="",
                    contact_me=True,
                    language="en",
                    started_at=self.world.now,
                    now=self.world.now,
                )

    # ------------------------------------------------------------------------------ the workers

    @rule()
    @committed
    def plan(self) -> None:
        """The planner comes by."""
        for campaign in Campaign.objects.active():
            planning.plan(campaign=campaign, now=self.world.now)

    @rule(moods=moods)
    @committed
    def deliver(self, moods: list[str]) -> None:
        """A sender claims and sends; the mail server has its moods."""
        self._hand_over(InvitationMailbag(), Post(self.world, moods))

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
            self._hand_over(CrashingMailbag(), Post(self.world, moods))

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
        """An hour, a week, half a year."""
        self.world.pass_time(hours)

    # ------------------------------------------------------------------------------ the managers

    @rule(pick=st.integers(0, 2), priority=st.integers(0, 100), offset=st.sampled_from([-60, -45]))
    @committed
    def edit_campaign(self, pick: int, priority: int, offset: int) -> None:
        """Somebody changes when a campaign asks."""
        campaign = self._campaign(pick)
        facts = {name: getattr(campaign, name) for name in drafting.FACTS}
        facts |= {"priority": priority}
        if campaign.date_field:
            facts |= {"offset_days": offset}
        drafting.change(campaign=campaign, facts=facts, actor=self.admin, now=self.world.now)

    @rule(pick=st.integers(0, 2))
    @committed
    def pause_or_resume(self, pick: int) -> None:
        """Somebody pauses a campaign, or lets it go on."""
        campaign = self._campaign(pick)
        move = campaigns.pause if campaign.state == "active" else campaigns.resume
        move(campaign=campaign, actor=self.admin, now=self.world.now)

    @precondition(lambda self: Invitation.objects.filter(state=OutboxState.UNKNOWN).exists())
    @rule()
    @committed
    def decide(self) -> None:
        """Somebody finds out what became of a mail, and says so."""
        row = Invitation.objects.filter(state=OutboxState.UNKNOWN).order_by("pk")[0]
        arrived = any(one.invitation == row.pk and not one.is_reminder for one in self.world.arrivals)
        delivery.decide_unknown(
            mailbag=InvitationMailbag(), row=row, was_sent=arrived, actor=self.admin, now=self.world.now
        )

    # ------------------------------------------------------------------------------------- rules

    @invariant()
    def the_post_office_saw_nothing_it_should_not(self) -> None:
        """I1 I2 I8 as the mailboxes know it, whatever the tables say."""
        assert self.world.surprises == []
        assert self.world.doubled() == {}

    @invariant()
    def the_tables_agree(self) -> None:
        """All invariants but those that wait for a worker."""
        self._assert_held(without=LEFT_TO_WORKERS)

    def teardown(self) -> None:
        """Every worker comes by once more; then all fifteen hold."""
        try:
            self.world.pass_time(1)
            self._work_off()
            self._assert_held()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @committed
    def _work_off(self) -> None:
        posting.reap(now=self.world.now)
        for campaign in Campaign.objects.active():
            planning.plan(campaign=campaign, now=self.world.now)
        while self._hand_over(InvitationMailbag(), Post(self.world, [])):
            pass
        opening.open_missing(now=self.world.now)

    def _assert_held(self, without: frozenset[str] | set[str] = frozenset()) -> None:
        asked = [one for one in INVARIANTS if one.code not in without]
        breaches = {one.code: list(one.find(self.world.now)) for one in asked}
        assert {code: found for code, found in breaches.items() if found} == {}

    def _hand_over(self, bag: InvitationMailbag, post: Post) -> int:
        claim = claiming.claim(now=self.world.now)
        delivery.hand_over(mailbag=bag, token=claim.token, transport=post, clock=lambda: self.world.now)
        return claim.examined

    def _tell(self, number: int, **facts: object) -> None:
        intake.upsert(facts={"external_id": f"C-{number}", **facts}, source=Source.IMPORT, now=self.world.now)

    def _customer(self, number: int) -> Customer | None:
        return Customer.objects.select_related("contact").filter(external_id=f"C-{number}").first()

    def _campaign(self, pick: int) -> Campaign:
        return Campaign.objects.select_related("survey").order_by("pk")[pick]

    def _day(self, ahead: int) -> str:
        day: date = self.world.now.date() + timedelta(days=ahead)
        return day.isoformat()
