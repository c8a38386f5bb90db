"""The sample from the first customer to the last answer, as seen at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.calendars import local_day
from followups.domain.messages import starters
from nps_project.sample import (
    advocacy,
    campaigns,
    cast,
    groups,
    newcomers,
    notices,
    paths,
    places,
    plans,
    promises,
    telling,
    webhooks,
    year,
)
from responses.domain.themes import editing, retagging

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


A_YEAR = 365
A_WHILE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Filled:
    """Who may log in, and how many answered."""

    email: str
    answers: int


def fill(
    *,
    customers: int,
    responses: int,
    seed: int,
    now: datetime,
    say: Callable[[str], None],
    days: int = A_YEAR,
) -> Filled:
    """Make the people and live through the days before `now`, telling `say` how far it is.

    The same numbers and seed give the same people and answers at the same instant. Whatever the hour and
    the day, some mails are due at once and some minute by minute after it: a newcomer sees them arrive.
    """
    # A sample, not a secret.
    random = Random(seed)
    program, staff = cast.program(), cast.staff()
    since = now - timedelta(days=days)
    today = local_day(now, ZoneInfo(program.time_zone))
    say(f"{customers} customers …")
    facts = cast.facts(count=customers, random=random, people=staff.reps, today=today)
    latest = newcomers.of(facts, today=today)
    cast.take_in(facts[: customers - len(latest)], now=since)
    _begin(staff, now=since)
    say("A year of surveys …")
    running = campaigns.start(actor=staff.admin, now=since, today=today)
    year.ask(running=running, random=random, since=since, now=now)
    campaigns.reserve(campaign=running[0], actor=staff.admin, now=now)
    newcomers.arrive(latest, now=now)
    telling.tell(random=random, today=today, now=now)
    places.come_by(count=responses // 6, random=random, now=now)
    answers = year.answer(count=responses, random=random, now=now)
    retagging.run(clock=lambda: now, budget=A_WHILE)
    paths.walk(actor=staff.manager, random=random, now=now)
    _act(staff, since=since, now=now)
    return Filled(staff.admin.email, answers)


def _begin(staff: cast.Staff, *, now: datetime) -> None:
    """What the staff set up before the first survey left."""
    groups.gather(actor=staff.manager, now=now)
    starters.install(actor=staff.manager, now=now)
    editing.install(actor=staff.manager, now=now)
    cast.teach(staff=staff, now=now)
    promises.give(actor=staff.manager, now=now)


def _act(staff: cast.Staff, *, since: datetime, now: datetime) -> None:
    """What they did besides about the answers."""
    advocacy.live_through(actor=staff.manager, since=since, now=now)
    plans.make(manager=staff.manager, now=now)
    webhooks.remember(actor=staff.admin, since=since, now=now)
    notices.read(now=now)
