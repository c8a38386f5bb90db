"""Ten seconds in which everybody does everything at the same time to the same forty people."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.models import Sum

from customers.domain import consent, erasure, events, intake, lifecycle
from customers.domain.facts import InvalidFacts, clean
from customers.enums import BlockReason, Source
from customers.models import Contact, Customer
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from responses.domain import recording
from surveys.domain import campaigns, claiming, planning, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Campaign, Invitation
from surveys.tokens import read_survey_token
from tests.factories.surveys import CampaignFactory, EventCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from mailroom.domain.letters import Letter
    from team.models import Program, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(300)]

SECONDS, PEOPLE, ADDRESSES, CAP = 10, 40, 120, 25
DUE = "2026-05-09"


class World:
    """The people, the post office that remembers what arrived, and a clock that runs sixty times as fast."""

    def __init__(self, admin: User) -> None:
        self.admin = admin
        self.began = time.monotonic()
        self.arrived: Counter[str] = Counter()
        self.answerable: Counter[int] = Counter()
        self.ended: set[UUID] = set()
        self.done: Counter[str] = Counter()
        self.problems: list[BaseException] = []

    def now(self) -> datetime:
        return NOW + timedelta(seconds=60 * (time.monotonic() - self.began))

    def is_over(self) -> bool:
        return time.monotonic() - self.began > SECONDS

    def repeat(self, work: Callable[[Random], object], seed: int) -> None:
        random = Random(seed)
        try:
            while not self.is_over():
                work(random)
                self.done[work.__name__] += 1
                time.sleep(0.002)
        except BaseException as problem:
            problem.add_note(work.__name__)
            self.problems.append(problem)
            raise
        finally:
            connection.close()


class Post:
    """Accepts, refuses for now, refuses, or falls silent, with the letter taken or not."""

    def __init__(self, world: World, random: Random) -> None:
        self.world, self.random = world, random

    def send(self, letter: Letter) -> Verdict:
        time.sleep(self.random.choice([0, 0, 0.01]))
        chance = self.random.random()
        if chance < 0.3:
            return Verdict(Kind.RETRY, "451 busy")
        if chance < 0.4:
            return Verdict(Kind.REFUSED, "550 no")
        if chance < 0.6 and self.random.random() < 0.5:
            return Verdict(Kind.UNKNOWN, "no reply")
        token = letter.values["answer_url"].rstrip("/").rpartition("/")[2]
        self.world.arrived[letter.recipient] += 1
        self.world.answerable[read_survey_token(token) or 0] += 1
        return Verdict(Kind.UNKNOWN, "no reply") if chance < 0.6 else Verdict(Kind.ACCEPTED)


@pytest.fixture
def world(program: Program, admin: User) -> World:
    CampaignFactory.create(daily_cap=CAP, priority=90)
    CampaignFactory.create(priority=50)
    EventCampaignFactory.create(priority=70, delay_hours=0)
    world = World(admin)
    for n in range(PEOPLE):
        facts = {"external_id": f"C-{n}", "email": f"a{n}@people.example", "renewal_on": DUE}
        customer = intake.upsert(facts=facts, source=Source.IMPORT, now=NOW).customer
        events.record(customer=customer, name="support_case_closed", occurred_at=NOW, now=NOW)
    return world


def any_row(random: Random, **facts: object) -> Invitation | None:
    rows = list(Invitation.objects.filter(**facts).select_related("customer"))
    return random.choice(rows) if rows else None


class Everybody:
    """What people and processes do, each again and again."""

    def __init__(self, world: World) -> None:
        self.world = world

    def all(self) -> list[Callable[[Random], None]]:
        once = [self.reap, self.come, self.erase, self.refuse, self.answer, self.decide, self.halt]
        return [
            *once,
            self.refresh,
            self.plan,
            self.plan,
            self.send,
            self.send,
            self.send,
            self.move,
            self.move,
        ]

    def plan(self, random: Random) -> None:
        for campaign in Campaign.objects.active():
            planning.plan(campaign=campaign, now=self.world.now())

    def send(self, random: Random) -> None:
        claim = claiming.claim(now=self.world.now(), limit=random.choice([3, 30]))
        time.sleep(random.choice([0, 0.02]))
        delivery.hand_over(
            mailbag=InvitationMailbag(),
            token=claim.token,
            transport=Post(self.world, random),
            clock=self.world.now,
        )
        self.world.ended.add(claim.token)

    def reap(self, random: Random) -> None:
        # A lease so short that it ends under workers who are only slow.
        delivery.reap(mailbag=InvitationMailbag(), now=self.world.now(), lease=timedelta(seconds=3))
        posting.reap(now=self.world.now())

    def move(self, random: Random) -> None:
        known = list(Customer.objects.current().values_list("external_id", flat=True))
        batch = [
            clean({"external_id": it, "email": f"a{random.randrange(ADDRESSES)}@people.example"})
            for it in random.sample(known, min(4, len(known)))
        ]
        intake.absorb(batch=batch, source=Source.IMPORT, now=self.world.now())

    def come(self, random: Random) -> None:
        facts = {
            "external_id": f"N-{random.randrange(10**9)}",
            "email": f"a{random.randrange(ADDRESSES)}@people.example",
            "renewal_on": DUE,
        }
        with suppress(InvalidFacts):
            customer = intake.upsert(facts=facts, source=Source.API, now=self.world.now()).customer
            events.record(
                customer=customer, name="support_case_closed", occurred_at=NOW, now=self.world.now()
            )

    def erase(self, random: Random) -> None:
        people = list(Customer.objects.current())
        erasure.erase(customer=random.choice(people), actor=self.world.admin, now=self.world.now())
        time.sleep(0.05)

    def refuse(self, random: Random) -> None:
        contact = random.choice(list(Contact.objects.all()))
        consent.block(contact_id=contact.pk, reason=BlockReason.UNSUBSCRIBED, now=self.world.now())
        time.sleep(0.02)
        consent.unblock(contact=contact, actor=self.world.admin, now=self.world.now())

    def answer(self, random: Random) -> None:
        row = any_row(random, attempts__gt=0)
        if row and self.world.answerable[row.pk]:
            with suppress(recording.LinkExpired, recording.AnswerNotPossible):
                recording.record(
                    invitation=row, score=random.randrange(11), reason="", contact_me=False, language="en",
                    started_at=self.world.now(), now=self.world.now(),
                )  # fmt: skip

    def decide(self, random: Random) -> None:
        row = any_row(random, state=OutboxState.UNKNOWN)
        # Only what is true, and only once the worker is done with it.
        if row and row.claim_token in self.world.ended:
            with suppress(delivery.AlreadyDecided):
                delivery.decide_unknown(
                    mailbag=InvitationMailbag(),
                    row=row,
                    was_sent=bool(self.world.answerable[row.pk]),
                    actor=self.world.admin,
                    now=self.world.now(),
                )

    def halt(self, random: Random) -> None:
        campaign = random.choice(list(Campaign.objects.active()))
        campaigns.pause(campaign=campaign, actor=self.world.admin, now=self.world.now())
        time.sleep(0.01)
        campaigns.resume(campaign=campaign, actor=self.world.admin, now=self.world.now())

    def refresh(self, random: Random) -> None:
        Customer.objects.filter(pk=random.choice(list(Customer.objects.current())).pk).update(stage="loss")
        lifecycle.refresh(now=self.world.now())


def test_nothing_breaks_when_everything_happens_at_once(world: World) -> None:
    """G61 I1 I2 I4 I9 I10 I11: no deadlock, nobody asked twice, nothing lost, no cap exceeded."""
    doers = Everybody(world).all()
    threads = [threading.Thread(target=world.repeat, args=(work, seed)) for seed, work in enumerate(doers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert world.problems == []
    assert all(world.done[work.__name__] for work in doers), world.done
    later = world.now() + timedelta(days=1)
    posting.reap(now=later)
    assert not Invitation.objects.filter(state=OutboxState.CLAIMED).exists()
    assert set(world.arrived.values()) == {1}
    assert set(world.answerable.values()) == {1}
    sent = Invitation.objects.filter(state__in=[OutboxState.SENT, OutboxState.UNKNOWN])
    assert sent.count() >= world.arrived.total()
    asked = Counter(sent.values_list("contact", flat=True))
    assert set(asked.values()) <= {1}, asked
    people = Counter(sent.filter(state=OutboxState.SENT).values_list("customer", flat=True))
    assert set(people.values()) <= {1}, people
    held = Contact.objects.exclude(hold_token=None).values_list("pk", "hold_token")
    assert set(held) <= set(
        Invitation.objects.filter(state=OutboxState.UNKNOWN).values_list("contact", "claim_token")
    )
    assert not sent.filter(contact__next_survey_at__lt=NOW + timedelta(days=180)).exists()
    capped = Campaign.objects.get(daily_cap=CAP)
    attempts = Invitation.objects.filter(campaign=capped).aggregate(n=Sum("attempts"))["n"]
    assert 0 < attempts <= CAP
