"""Taking and giving follow-ups."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from followups.domain import assignment, telling, working
from followups.enums import ActivityKind, DecisionCause, FollowUpState, NotificationKind
from followups.models import FollowUp, Notification, Rep
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


def test_hand_over_is_the_owners_and_to_somebody_with_room(ines: Rep, omar: Rep, petra: User) -> None:
    """G49: a colleague gets it with the reason, and learns of it."""
    followup = FollowUpFactory.create(assignee=ines.user, snoozed_until=NOW + timedelta(days=1))

    working.hand_over(
        followup=followup, to=omar.user, actor=ines.user, reason="Omar knows the plant.", now=NOW
    )

    followup.refresh_from_db()
    line = followup.activities.last()
    assert line
    assert (followup.assignee, followup.snoozed_until, loads()) == (omar.user, None, {"Ines": 0, "Omar": 1})
    assert (line.actor, line.note) == (ines.user, "Omar knows the plant.")
    told = Notification.objects.get(kind=NotificationKind.ASSIGNED)
    assert (told.recipient, told.key) == (omar.user, f"assigned:{followup.pk}:{line.pk}")
    assert told.text == "Ines: Omar knows the plant."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"load": 10}, "Omar is full"),
        ({"away_until": NOW + timedelta(days=1)}, "Omar is away"),
        ({"capacity": 0}, "from managers only"),
    ],
    ids=["full", "away", "by hand"],
)
def test_hand_over_overwhelms_nobody(
    ines: Rep, omar: Rep, petra: User, fields: dict[str, object], words: str
) -> None:
    """T34: a colleague cannot be given more than fits; a manager decides beyond that."""
    followup = FollowUpFactory.create(assignee=ines.user)
    Rep.objects.filter(pk=omar.pk).update(**fields)

    with pytest.raises(working.NoRoom, match=words):
        working.hand_over(followup=followup, to=omar.user, actor=ines.user, reason="Help.", now=NOW)
    working.hand_over(followup=followup, to=omar.user, actor=petra, reason="Urgent.", now=NOW)

    followup.refresh_from_db()
    assert followup.assignee == omar.user


def test_hand_over_is_for_owners_with_a_reason(ines: Rep, omar: Rep, viewer: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    common: dict[str, Any] = {"followup": followup, "now": NOW}

    with pytest.raises(working.NotYours, match="Ines works"):
        working.hand_over(to=omar.user, actor=omar.user, reason="Mine.", **common)
    with pytest.raises(working.CannotWork):
        working.hand_over(to=viewer, actor=ines.user, reason="Help.", **common)
    with pytest.raises(working.ReasonMissing):
        working.hand_over(to=omar.user, actor=ines.user, reason=" ", **common)
    assert loads() == {"Ines": 1, "Omar": 0}


def test_release_goes_to_the_next_best_and_never_back(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: the machine chooses anew, and remembers who gave it back."""
    followup = FollowUpFactory.create(assignee=ines.user)

    working.release(followup=followup, actor=ines.user, reason="I am their cousin.", now=NOW)

    followup.refresh_from_db()
    assert (followup.assignee, loads()) == (omar.user, {"Ines": 0, "Omar": 1})
    lines = [telling.headline(line) for line in followup.activities.order_by("pk")][1:]
    assert lines == ["Ines gave it back", "Assigned to Omar: Ines gave it back"]
    decision = followup.decisions.get()
    assert (decision.cause, decision.sentence) == (
        DecisionCause.RELEASED,
        "Omar: 0 of 10 open; nobody else has room.",
    )


def test_release_without_anybody_else_waits_visibly(ines: Rep, petra: User) -> None:
    """T34: in the overflow queue with a manager, however often the sweep looks."""
    followup = FollowUpFactory.create(assignee=ines.user)

    working.release(followup=followup, actor=ines.user, reason="Too hard for me.", now=NOW)
    assignment.assign_overflow(now=NOW + timedelta(minutes=1))
    assignment.assign_overflow(now=NOW + timedelta(minutes=2))

    followup.refresh_from_db()
    assert (followup.assignee, followup.accountable, loads()) == (None, petra, {"Ines": 0})
    assert followup.decisions.count() == 1
    assert telling.headline(followup.activities.last()) == (  # type: ignore[arg-type]  # it has a history
        "Waits for somebody with room: Ines gave it back"
    )


def test_release_is_the_owners_or_a_managers(ines: Rep, omar: Rep, petra: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    common: dict[str, Any] = {"followup": followup, "now": NOW}

    with pytest.raises(working.NotYours):
        working.release(actor=omar.user, reason="Give.", **common)
    with pytest.raises(working.ReasonMissing):
        working.release(actor=ines.user, reason="", **common)
    working.release(actor=petra, reason="Ines has enough.", **common)
    with pytest.raises(working.NotYours):
        working.release(actor=ines.user, reason="Again.", **common)

    followup.refresh_from_db()
    assert followup.assignee == omar.user


def test_reassign_wants_a_reason(ines: Rep, omar: Rep, petra: User) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)

    with pytest.raises(working.ReasonMissing):
        working.reassign(followup=followup, to=omar.user, actor=petra, reason="  ", now=NOW)

    assert loads() == {"Ines": 1, "Omar": 0}


def test_who_takes_one_is_not_told_so(ines: Rep, petra: User) -> None:
    working.take(followup=FollowUpFactory.create(accountable=petra), actor=ines.user, now=NOW)

    assert not Notification.objects.exists()
