"""Taking and giving follow-ups."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from followups.domain import working
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp, Rep
from tests.factories.followups import FollowUpFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User


def loads() -> dict[str, int]:
    """Everybody's load by name."""
    return dict(Rep.objects.values_list("user__name", "load"))


def test_take_makes_it_the_takers(ines: Rep, petra: User) -> None:
    followup = FollowUpFactory.create(accountable=petra)

    taken = working.take(followup=followup, actor=ines.user, now=NOW)

    assert (taken.assignee, taken.accountable, taken.state) == (ines.user, None, FollowUpState.OPEN)
    assert loads() == {"Ines": 1}
    line = taken.activities.last()
    assert line
    assert (line.kind, line.actor, line.facts["to"]) == (ActivityKind.ASSIGNED, ines.user, ines.user_id)


def test_take_of_ones_own_changes_nothing(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    working.take(followup=followup, actor=ines.user, now=NOW)

    assert (loads(), followup.activities.count()) == ({"Ines": 1}, 1)


def test_take_after_somebody_else_names_the_winner(ines: Rep, omar: Rep) -> None:
    followup = FollowUpFactory.create()
    working.take(followup=followup, actor=omar.user, now=NOW)

    with pytest.raises(working.AlreadyTaken, match="Omar was quicker"):
        working.take(followup=followup, actor=ines.user, now=NOW)

    assert loads() == {"Ines": 0, "Omar": 1}


def test_take_of_a_closed_one_is_refused(ines: Rep) -> None:
    followup = FollowUpFactory.create(state=FollowUpState.UNREACHABLE, closed_at=NOW)

    with pytest.raises(working.AlreadyClosed):
        working.take(followup=followup, actor=ines.user, now=NOW)


def test_take_is_not_for_viewers(viewer: User) -> None:
    with pytest.raises(working.CannotWork):
        working.take(followup=FollowUpFactory.create(), actor=viewer, now=NOW)


def test_take_goes_beyond_the_capacity_because_a_person_decides(petra: User) -> None:
    """T34: only the machine is bound; a manager without a place in the assignment gets one of 0."""
    working.take(followup=FollowUpFactory.create(), actor=petra, now=NOW)

    rep = Rep.objects.get(user=petra)
    assert (rep.load, rep.capacity) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_of_many_takers_one_wins(program: object) -> None:
    """Two reps taking one follow-up: one has it, the others learn who."""
    people = [UserFactory.create(role="rep") for _ in range(8)]
    followup = FollowUpFactory.create()

    def take(person: User) -> str:
        try:
            working.take(followup=followup, actor=person, now=NOW)
        except working.AlreadyTaken as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(max_workers=8) as pool:
        told = list(pool.map(take, people))

    followup.refresh_from_db()
    assert sorted(told) == sorted(
        ["won", *[f"{followup.assignee} was quicker and has taken this follow-up."] * 7]
    )
    assert list(Rep.objects.filter(load__gt=0).values_list("user", "load")) == [(followup.assignee_id, 1)]


def test_reassign_moves_the_load_and_keeps_the_reason(ines: Rep, omar: Rep, petra: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    working.reassign(followup=followup, to=omar.user, actor=petra, reason="Ines is on holiday.", now=NOW)

    followup.refresh_from_db()
    line = followup.activities.last()
    assert line
    assert (followup.assignee, loads()) == (omar.user, {"Ines": 0, "Omar": 1})
    assert (line.actor, line.note, line.facts["from_name"], line.facts["to_name"]) == (
        petra,
        "Ines is on holiday.",
        "Ines",
        "Omar",
    )


def test_reassign_gives_an_overflow_follow_up_to_somebody_full(omar: Rep, petra: User) -> None:
    Rep.objects.update(load=10)
    followup = FollowUpFactory.create(accountable=petra)

    working.reassign(followup=followup, to=omar.user, actor=petra, reason="Urgent.", now=NOW)

    followup.refresh_from_db()
    assert (followup.assignee, followup.accountable, loads()) == (omar.user, None, {"Omar": 11})


def test_reassign_to_the_same_person_changes_nothing(ines: Rep, petra: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    working.reassign(followup=followup, to=ines.user, actor=petra, reason="–", now=NOW)

    assert (loads(), followup.activities.count()) == ({"Ines": 1}, 1)


def test_reassign_is_for_managers_and_to_people_who_may_work(
    ines: Rep, omar: Rep, petra: User, viewer: User
) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    with pytest.raises(working.NotYours):
        working.reassign(followup=followup, to=omar.user, actor=ines.user, reason="No.", now=NOW)
    with pytest.raises(working.CannotWork):
        working.reassign(followup=followup, to=viewer, actor=petra, reason="No.", now=NOW)
    FollowUp.objects.update(state=FollowUpState.UNREACHABLE, closed_at=NOW)
    with pytest.raises(working.AlreadyClosed):
        working.reassign(followup=followup, to=omar.user, actor=petra, reason="No.", now=NOW)

    assert loads() == {"Ines": 1, "Omar": 0}


@pytest.mark.django_db(transaction=True)
def test_exchanges_between_the_same_people_do_not_wait_for_each_other(
    ines: Rep, omar: Rep, petra: User
) -> None:
    mine, theirs = FollowUpFactory.create(assignee=ines.user), FollowUpFactory.create(assignee=omar.user)

    def swap(turn: int) -> None:
        try:
            row, to = ((mine, omar.user), (theirs, ines.user))[turn % 2]
            moment = NOW + timedelta(minutes=turn)
            working.reassign(followup=row, to=to, actor=petra, reason="Swap.", now=moment)
            back = {omar.user: ines.user, ines.user: omar.user}[to]
            working.reassign(followup=row, to=back, actor=petra, reason="Back.", now=moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(swap, range(12)))

    counted = {user.name: FollowUp.objects.of(user).count() for user in (ines.user, omar.user)}
    assert loads() == counted
