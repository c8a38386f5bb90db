"""Rep.load equals the unfinished follow-ups, whatever people do in whatever order."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from followups.domain import assignment, capacity, opening, working
from followups.enums import Outcome
from followups.models import FollowUp, Rep
from team.enums import Role
from team.models import Program, User
from tests.factories.customers import CustomerFactory
from tests.factories.followups import RepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Day:
    """One moment of somebody's day: on which follow-up, who, with which manager."""

    followup: FollowUp
    person: User
    boss: User
    now: datetime


def wait(day: Day) -> object:
    """Wait until tomorrow."""
    return working.wait_for_customer(
        followup=day.followup, actor=day.boss, until=day.now + timedelta(days=1), note="", now=day.now
    )


def resolve(day: Day) -> object:
    """Resolve, by whoever it is: reps may resolve their own only."""
    return working.resolve(
        followup=day.followup,
        actor=day.person,
        root_cause="other",
        outcome=Outcome.SOLVED,
        note="Done.",
        now=day.now,
    )


ACTS: dict[str, Callable[[Day], object]] = {
    "take": lambda day: working.take(followup=day.followup, actor=day.person, now=day.now),
    "reassign": lambda day: working.reassign(
        followup=day.followup, to=day.person, actor=day.boss, reason="–", now=day.now
    ),
    "call": lambda day: working.log_call(
        followup=day.followup, actor=day.boss, reached=True, note="", now=day.now
    ),
    "wait": wait,
    "resume": lambda day: working.resume(followup=day.followup, actor=day.boss, now=day.now),
    "resolve": resolve,
    "give up": lambda day: working.mark_unreachable(
        followup=day.followup, actor=day.boss, note="", now=day.now
    ),
    "reopen": lambda day: working.reopen(followup=day.followup, actor=day.boss, note="", now=day.now),
    "overflow": lambda day: assignment.assign_overflow(now=day.now),
    "leave": lambda day: User.objects.filter(pk=day.person.pk).update(is_active=not day.person.is_active),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=25
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_load_is_the_number_of_unfinished_follow_ups_after_every_step(
    steps: list[tuple[str, int, int]],
) -> None:
    """T34: the capacity is believed, so it must be exact."""
    FollowUp.objects.all().delete()
    Rep.objects.all().delete()
    Program.objects.current()
    boss = UserFactory.create(role=Role.ADMIN)
    reps = [RepFactory.create(capacity=size).user for size in (0, 1, 2)]
    answers = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=1) for _ in range(4)
    ]
    for answer in answers:
        opening.open_for(response_id=answer.pk, now=NOW)

    for number, (name, which, who) in enumerate(steps):
        row = FollowUp.objects.get(response=answers[which])
        person = User.objects.get(pk=[*reps, boss][who].pk)
        with suppress(working.Refused):
            ACTS[name](Day(row, person, boss, NOW + timedelta(hours=number)))
        counted = {
            rep.user_id: FollowUp.objects.unfinished().filter(assignee=rep.user_id).count()
            for rep in Rep.objects.all()
        }
        assert dict(Rep.objects.values_list("user", "load")) == counted, name
        assert set(FollowUp.objects.exclude(assignee=None).values_list("assignee", flat=True)) <= set(counted)


def test_reserve_takes_the_last_place_once(ines: Rep) -> None:
    Rep.objects.update(capacity=1)

    assert [capacity.reserve(user_id=ines.user_id) for _ in range(2)] == [True, False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_load_is_exact_after_people_worked_at_once(program: Program, seed: int) -> None:
    """T34: what five people do in parallel, on the same follow-ups, counts each of them once."""
    boss = UserFactory.create(role=Role.ADMIN)
    people = [boss, *[RepFactory.create(capacity=size).user for size in (0, 1, 2)]]
    answers = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=1) for _ in range(4)
    ]
    for answer in answers:
        opening.open_for(response_id=answer.pk, now=NOW)
    acts = sorted(set(ACTS) - {"leave"})

    def work(person: int) -> None:
        dice = random.Random(10 * seed + person)
        try:
            for step in range(25):
                row = FollowUp.objects.get(response=dice.choice(answers))
                day = Day(row, dice.choice(people), boss, NOW + timedelta(hours=step))
                with suppress(working.Refused):
                    ACTS[dice.choice(acts)](day)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=5) as pool:
        list(pool.map(work, range(5)))

    unfinished = FollowUp.objects.unfinished()
    counted = {
        user: unfinished.filter(assignee=user).count() for user in Rep.objects.values_list("user", flat=True)
    }
    assert dict(Rep.objects.values_list("user", "load")) == counted
