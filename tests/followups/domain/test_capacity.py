"""Rep.load equals the unfinished follow-ups, whatever people do in whatever order."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, given, settings

from followups.domain import absence, assignment, capacity, easing, opening, rebalancing, working
from followups.enums import Outcome
from followups.models import FollowUp, Rep
from team.enums import Role
from team.models import User
from tests.factories.customers import CustomerFactory
from tests.factories.followups import RepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW
from tests.undoing import undone

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import Program


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


def release(day: Day) -> object:
    """Give it back, by whoever it is."""
    return working.release(followup=day.followup, actor=day.person, reason="Too much.", now=day.now)


def hand_over(day: Day) -> object:
    """Its owner gives it to somebody."""
    row = FollowUp.objects.get(pk=day.followup.pk)
    owner = row.assignee or day.boss
    return working.hand_over(followup=row, to=day.person, actor=owner, reason="Yours.", now=day.now)


def go_away(day: Day) -> object:
    """Somebody is away from now on, others take over."""
    rep = Rep.objects.filter(user=day.person).first()
    until = day.now + timedelta(days=9)
    return rep and absence.plan(
        rep=rep, since=day.now, until=until, hands_over=True, actor=day.boss, now=day.now
    )


def come_back(day: Day) -> None:
    """Somebody is back."""
    for rep in Rep.objects.filter(user=day.person):
        absence.end(rep=rep, actor=day.boss, now=day.now)


def spread(day: Day) -> object:
    """A manager takes every move that is proposed."""
    moves = easing.propose(above=50, now=day.now).moves
    picks = [rebalancing.Pick(move.followup.pk, move.left.user_id, move.to.user_id) for move in moves]
    return rebalancing.rebalance(picks=picks, actor=day.boss, now=day.now)


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
    "release": release,
    "hand over": hand_over,
    "many": lambda day: rebalancing.move(
        followups=list(FollowUp.objects.all()), to=day.person, actor=day.boss, reason="–", now=day.now
    ),
    "say more": lambda day: assignment.reconsider(followup=day.followup, now=day.now),
    "go away": go_away,
    "come back": come_back,
    "spread": spread,
    "overflow": lambda day: assignment.assign_overflow(now=day.now),
    "leave": lambda day: User.objects.filter(pk=day.person.pk).update(is_active=not day.person.is_active),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=25
)


@dataclass(frozen=True)
class Office:
    """A manager of all, some with places, and the follow-ups that were opened for them."""

    boss: User
    reps: list[User]
    rows: list[FollowUp]


def office(*, capacities: tuple[int, ...], answers: int) -> Office:
    """As many people as capacities, and so many unhappy customers."""
    boss = UserFactory.create(role=Role.ADMIN)
    reps = [RepFactory.create(capacity=size).user for size in capacities]
    unhappy = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=1) for _ in range(answers)
    ]
    opened = [opening.open_for(response_id=answer.pk, now=NOW) for answer in unhappy]
    return Office(boss, reps, [row for row in opened if row])


@pytest.fixture
def small_office(program: Program) -> Office:
    """One without a place, two with some; four follow-ups."""
    return office(capacities=(0, 1, 2), answers=4)


@pytest.fixture
def full_office(program: Program) -> Office:
    """Five places and six follow-ups."""
    return office(capacities=(1, 2, 2), answers=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_load_is_the_number_of_unfinished_follow_ups_after_every_step(
    small_office: Office, steps: list[tuple[str, int, int]]
) -> None:
    """T34: the capacity is believed, so it must be exact."""
    with undone():
        _work_step_by_step(small_office, steps)


def _work_step_by_step(desks: Office, steps: list[tuple[str, int, int]]) -> None:
    boss, people = desks.boss, [*desks.reps, desks.boss]
    for number, (name, which, who) in enumerate(steps):
        row = FollowUp.objects.get(pk=desks.rows[which].pk)
        person = User.objects.get(pk=people[who].pk)
        with suppress(working.Refused):
            ACTS[name](Day(row, person, boss, NOW + timedelta(hours=number)))
        counted = {
            rep.user_id: FollowUp.objects.unfinished().filter(assignee=rep.user_id).count()
            for rep in Rep.objects.all()
        }
        assert dict(Rep.objects.values_list("user", "load")) == counted, name
        assert set(FollowUp.objects.exclude(assignee=None).values_list("assignee", flat=True)) <= set(counted)


BY_THE_MACHINE = ["call", "come back", "go away", "overflow", "release", "resolve", "say more", "spread"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(BY_THE_MACHINE), st.integers(0, 5), st.integers(0, 3)), max_size=20
    )
)
def test_the_machine_never_exceeds_a_capacity(full_office: Office, steps: list[tuple[str, int, int]]) -> None:
    """T34: while nobody takes or gives by hand, nobody ever has more than they can carry."""
    with undone():
        _let_the_machine_work(full_office, steps)


def _let_the_machine_work(desks: Office, steps: list[tuple[str, int, int]]) -> None:
    people = [*desks.reps, desks.boss]
    for number, (name, which, who) in enumerate(steps):
        row = FollowUp.objects.get(pk=desks.rows[which].pk)
        with suppress(working.Refused):
            ACTS[name](Day(row, people[who], desks.boss, NOW + timedelta(hours=number)))
        full = Rep.objects.filter(load__gt=F("capacity"))
        assert not full.exists(), name
        waits = FollowUp.objects.overflow().filter(accountable=None)
        assert not waits.exists(), name


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


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_assigns_fill_exactly_five_places(program: Program) -> None:
    """T34: the count decides, whoever comes when."""
    UserFactory.create(role=Role.MANAGER)
    RepFactory.create(capacity=5)
    answers = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=2) for _ in range(20)
    ]

    together([partial(opening.open_for, response_id=answer.pk, now=NOW) for answer in answers])

    assert FollowUp.objects.exclude(assignee=None).count() == 5
    assert list(Rep.objects.values_list("load", "capacity")) == [(5, 5)]
    assert FollowUp.objects.overflow().exclude(accountable=None).count() == 15


@pytest.mark.django_db(transaction=True)
def test_taking_while_the_machine_hands_out_gives_each_one_owner(program: Program) -> None:
    """Take against the sweep: whoever is quicker has it, the load counts it once."""
    UserFactory.create(role=Role.MANAGER)
    taker, other = RepFactory.create(capacity=0), RepFactory.create(capacity=3)
    Rep.objects.filter(pk=other.pk).update(capacity=0)
    answers = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=2) for _ in range(4)
    ]
    rows = [opening.open_for(response_id=answer.pk, now=NOW) for answer in answers]
    Rep.objects.filter(pk=other.pk).update(capacity=3)

    def take(row: FollowUp) -> None:
        with suppress(working.AlreadyTaken):
            working.take(followup=row, actor=taker.user, now=NOW)

    sweeps: list[Callable[[], object]] = [partial(assignment.assign_overflow, now=NOW)] * 3
    together([*(partial(take, row) for row in rows if row), *sweeps])

    assert_loads_are_exact()
    assert Rep.objects.get(pk=other.pk).load <= 3
    owners = FollowUp.objects.values_list("assignee", flat=True)
    assert FollowUp.objects.overflow().count() == 0 or taker.user_id in owners


@pytest.mark.django_db(transaction=True)
def test_an_absence_while_people_take_loses_and_doubles_nothing(program: Program) -> None:
    """Absence against take and give back: every follow-up has one owner or waits, and each load is exact."""
    boss = UserFactory.create(role=Role.MANAGER)
    leaver, stayer = RepFactory.create(capacity=9), RepFactory.create(capacity=2)
    Rep.objects.filter(pk=stayer.pk).update(capacity=0)
    answers = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=2) for _ in range(5)
    ]
    rows = [row for answer in answers if (row := opening.open_for(response_id=answer.pk, now=NOW))]
    assert {row.assignee for row in rows} == {leaver.user}
    Rep.objects.filter(pk=stayer.pk).update(capacity=2)
    later = NOW + timedelta(hours=1)
    until = later + timedelta(days=7)

    def leave() -> None:
        absence.plan(rep=leaver, since=later, until=until, hands_over=True, actor=boss, now=later)

    def take(row: FollowUp) -> None:
        with suppress(working.Refused):
            working.take(followup=row, actor=boss, now=later)

    def give_back(row: FollowUp) -> None:
        with suppress(working.Refused):
            working.release(followup=row, actor=boss, reason="Not mine.", now=later)

    acts = [partial(act, row) for row in rows for act in (take, give_back)]
    together([leave, *acts, partial(assignment.assign_overflow, now=later)])
    assignment.assign_overflow(now=later)

    assert_loads_are_exact()
    assert not FollowUp.objects.of(leaver.user).exists()
    assert Rep.objects.get(pk=stayer.pk).load <= 2
    assert FollowUp.objects.unfinished().count() == 5


def together(acts: list[Callable[[], object]]) -> None:
    """Run them all at once, each with a connection of its own."""

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        list(pool.map(run, acts))


def assert_loads_are_exact() -> None:
    """Everybody's load is the number of what they have."""
    unfinished = FollowUp.objects.unfinished()
    counted = {
        user: unfinished.filter(assignee=user).count() for user in Rep.objects.values_list("user", flat=True)
    }
    assert dict(Rep.objects.values_list("user", "load")) == counted
