"""Moving work between people by hand, and the proposal that spreads it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.domain import easing, rebalancing, working
from followups.domain.rebalancing import Pick
from followups.enums import FollowUpState
from followups.models import FollowUp, Notification, Rep
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User


def loads() -> dict[str, int]:
    """Everybody's load by name."""
    return dict(Rep.objects.values_list("user__name", "load"))


def has(rep: Rep, number: int, **fields: object) -> list[FollowUp]:
    """So many follow-ups of this person, the first due first."""
    return [
        FollowUpFactory.create(assignee=rep.user, contact_due_at=NOW + timedelta(hours=hours), **fields)
        for hours in range(1, number + 1)
    ]


def test_move_gives_many_at_once(ines: Rep, omar: Rep, petra: User) -> None:
    """G49, T34: by a manager, capacity or not, in one transaction; closed ones stay."""
    Rep.objects.filter(pk=omar.pk).update(capacity=1)
    rows = has(ines, 2)
    closed = FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=NOW)
    free = FollowUpFactory.create(accountable=petra)

    moved = rebalancing.move(
        followups=[*rows, closed, free], to=omar.user, actor=petra, reason="Ines is ill.", now=NOW
    )

    assert {row.pk for row in moved} == {*(row.pk for row in rows), free.pk}
    assert loads() == {"Ines": 0, "Omar": 3}
    assert {row.activities.last().note for row in rows} == {"Ines is ill."}  # type: ignore[union-attr]  # they have one
    assert Notification.objects.filter(recipient=omar.user).count() == 3


def test_move_is_for_managers_with_a_reason(ines: Rep, omar: Rep, petra: User, viewer: User) -> None:
    rows = has(ines, 1)

    with pytest.raises(working.NotYours):
        rebalancing.move(followups=rows, to=omar.user, actor=ines.user, reason="Go.", now=NOW)
    with pytest.raises(working.ReasonMissing):
        rebalancing.move(followups=rows, to=omar.user, actor=petra, reason="", now=NOW)
    with pytest.raises(working.CannotWork):
        rebalancing.move(followups=rows, to=viewer, actor=petra, reason="Go.", now=NOW)
    assert loads() == {"Ines": 1, "Omar": 0}


def test_propose_lets_the_fullest_give_what_they_would_come_to_last(ines: Rep, omar: Rep) -> None:
    """T34: nothing that is begun or put off, and nobody receives beyond the share."""
    Rep.objects.update(capacity=4)
    rows = has(ines, 3)
    has(ines, 1, first_contact_at=NOW, state=FollowUpState.IN_PROGRESS)
    FollowUpFactory.create(assignee=ines.user, snoozed_until=NOW + timedelta(days=1))

    proposal = easing.propose(above=50, now=NOW)

    assert [(move.followup, move.left, move.to) for move in proposal.moves] == [
        (rows[2], ines, omar),
        (rows[1], ines, omar),
    ]
    assert [(desk.rep, desk.before, desk.after) for desk in proposal.desks] == [(ines, 5, 3), (omar, 0, 2)]
    assert proposal.left_over == 1
    assert [move.words for move in proposal.moves] == ["0 of 4 open", "1 of 4 open"]


def test_propose_keeps_accounts_with_their_managers_as_long_as_possible(ines: Rep, omar: Rep) -> None:
    """T31."""
    Rep.objects.update(capacity=2)
    hers = CustomerFactory.create(account=AccountFactory.create(manager=ines.user))
    other = has(ines, 1)[0]
    own = has(ines, 2, customer=hers)

    proposal = easing.propose(above=100, now=NOW)

    assert [move.followup for move in proposal.moves] == [other]
    assert {row.pk for row in own}.isdisjoint({move.followup.pk for move in proposal.moves})


def test_propose_is_empty_where_nobody_has_too_much_or_nobody_has_room(ines: Rep, omar: Rep) -> None:
    has(ines, 2)
    assert easing.propose(above=50, now=NOW) == easing.Proposal([], [], 0)

    Rep.objects.filter(pk=ines.pk).update(capacity=1)
    Rep.objects.filter(pk=omar.pk).update(away_until=NOW + timedelta(days=1))

    assert easing.propose(above=100, now=NOW) == easing.Proposal([], [], 1)


def test_propose_asks_as_often_for_three_as_for_one(ines: Rep, omar: Rep) -> None:
    counts = []
    for number in (1, 2):
        customer = CustomerFactory.create(time_zone="Europe/Madrid")
        has(ines, number, customer=customer)
        Rep.objects.filter(pk=ines.pk).update(capacity=1)
        with CaptureQueriesContext(connection) as caught:
            easing.propose(above=50, now=NOW)
        counts.append(len(caught))

    assert counts[0] == counts[1]


def test_rebalance_makes_the_chosen_moves_and_leaves_what_moved_on(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: what was begun or taken since stays; nobody gets more than fits."""
    Rep.objects.filter(pk=omar.pk).update(capacity=1)
    first, second, begun, others = has(ines, 4)
    FollowUp.objects.filter(pk=begun.pk).update(first_contact_at=NOW)
    working.reassign(followup=others, to=petra, actor=petra, reason="Mine.", now=NOW)
    picks = [Pick(row.pk, ines.user_id, omar.user_id) for row in (first, second, begun, others)]

    done = rebalancing.rebalance(picks=picks, actor=petra, now=NOW)

    assert ([row.pk for row in done.moved], done.stayed) == ([first.pk], 3)
    assert loads() == {"Ines": 2, "Omar": 1, "Petra": 1}
    line = FollowUp.objects.get(pk=first.pk).activities.last()
    assert line
    assert (line.actor, line.note) == (petra, "The work was spread anew.")


def test_rebalance_is_for_managers(ines: Rep, omar: Rep) -> None:
    row = has(ines, 1)[0]

    with pytest.raises(working.NotYours):
        rebalancing.rebalance(picks=[Pick(row.pk, ines.user_id, omar.user_id)], actor=ines.user, now=NOW)
