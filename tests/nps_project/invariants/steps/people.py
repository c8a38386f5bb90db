"""What customers do, and what other programs tell of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from customers.domain import consent, erasure, events, merging, pausing
from customers.domain.facts import InvalidFacts
from customers.enums import BlockReason
from responses.domain import recording
from surveys.models import Invitation
from tests.nps_project.invariants.steps.base import ADDRESSES, PEOPLE, Steps, committed

people, addresses = st.integers(0, PEOPLE - 1), st.integers(0, ADDRESSES - 1)
days_ahead = st.integers(40, 80)


class PeopleSteps(Steps):
    """Moves, refusals, answers."""

    @rule(number=people, address=addresses)
    @committed
    def move_address(self, number: int, address: int) -> None:
        """They write from another address from now on; it may be somebody's already."""
        with suppress(InvalidFacts):
            self.tell(number, email=f"a{address}@people.example")

    @rule(number=people, days=days_ahead)
    @committed
    def move_renewal(self, number: int, days: int) -> None:
        """The renewal is on another day."""
        with suppress(InvalidFacts):
            self.tell(number, renewal_on=self.day(days))

    @rule(number=people)
    @committed
    def close_case(self, number: int) -> None:
        """Support closed a case of theirs."""
        if customer := self.customer(number):
            now = self.world.now
            events.record(customer=customer, name="support_case_closed", occurred_at=now, now=now)

    @rule(number=people)
    @committed
    def unsubscribe(self, number: int) -> None:
        """They want no more mail."""
        customer = self.customer(number)
        if customer and customer.contact_id:
            consent.block(contact_id=customer.contact_id, reason=BlockReason.UNSUBSCRIBED, now=self.world.now)
            self.world.refused.add(customer.email)

    @rule(number=people)
    @committed
    def subscribe_again(self, number: int) -> None:
        """They asked to be asked again."""
        customer = self.customer(number)
        if customer and customer.contact:
            with suppress(consent.ComplaintStands):
                consent.unblock(contact=customer.contact, actor=self.admin, now=self.world.now)
                self.world.refused.discard(customer.email)

    @rule(number=people)
    @committed
    def erase(self, number: int) -> None:
        """They asked to be forgotten; an import may bring them back."""
        if customer := self.customer(number):
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

    @rule(number=people)
    @committed
    def ask_for_a_pause(self, number: int) -> None:
        """They want to be left alone for half a year."""
        customer = self.customer(number)
        if customer and customer.contact:
            until = self.world.now + timedelta(days=180)
            pausing.pause(
                contact=customer.contact, until=until, actor=None, source="test", now=self.world.now
            )
            self.world.paused[customer.email] = until

    @rule(kept=people, lost=people, side=st.sampled_from(["kept", "lost"]))
    @committed
    def merge(self, kept: int, lost: int, side: str) -> None:
        """Two records turn out to be one person."""
        one, other = self.customer(kept), self.customer(lost)
        if one and other and one != other:
            with suppress(merging.Contradiction):
                merging.merge(
                    kept=one,
                    lost=other,
                    choices={"email": side},
                    actor=self.admin,
                    now=self.world.now,
                )
