"""Who gets a follow-up, and what is kept of the choice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from followups.domain import assignment, opening
from followups.enums import DecisionCause
from followups.models import FollowUp, Rep
from team.enums import Role
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory, RepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from responses.models import Response
    from team.models import User


def opened(response: Response) -> FollowUp:
    """The follow-up of an answer that owes one."""
    followup = opening.open_for(response_id=response.pk, now=NOW)
    assert followup
    return followup


def owned_by(customer: Customer, user: User) -> None:
    """Make this person the manager of the customer's account."""
    assert customer.account
    customer.account.manager = user
    customer.account.save(update_fields=["manager"])


def test_assign_keeps_who_won_who_came_next_and_why(detractor: Response, ines: Rep, omar: Rep) -> None:
    """G49, T31, T32: the account's manager, and the sentence that says so."""
    owned_by(detractor.customer, omar.user)  # type: ignore[arg-type]  # the fixture's answer has a customer
    followup = opened(detractor)

    decision = followup.decisions.get()

    assert (followup.assignee, decision.chosen, decision.runner_up) == (omar.user, omar.user, ines.user)
    assert decision.sentence == "Omar: owns the account, 0 of 10 open; next best: Ines."
    none = {"skill": 0, "region": 0, "zone": 0, "history": 0, "stage": 0}
    assert decision.scores == [
        {
            "user": omar.user_id,
            "name": "Omar",
            "traits": {"account_owner": 100, "language": 0, "load": 20, **none},
            "shares": {"account_owner": "1", "load": "1"},
            "first": True,
            "total": 120,
            "load": 0,
            "capacity": 10,
        },
        {
            "user": ines.user_id,
            "name": "Ines",
            "traits": {"account_owner": 0, "language": 30, "load": 20, **none},
            "shares": {"language": "1", "load": "1"},
            "first": False,
            "total": 50,
            "load": 0,
            "capacity": 10,
        },
    ]
    assert (decision.cause, decision.rules["owner_first"]) == (DecisionCause.OPENED, True)
    assert decision.rules["points"] == {
        "account_owner": 100,
        "skill": 40,
        "language": 30,
        "region": 15,
        "zone": 10,
        "history": 25,
        "stage": 10,
        "load": 20,
    }


def test_assign_speaks_the_customers_language(detractor: Response, omar: Rep, ines: Rep) -> None:
    """T32."""
    decision = opened(detractor).decisions.get()

    assert decision.sentence == "Ines: speaks Spanish, 0 of 10 open; next best: Omar."


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"load": 2, "capacity": 2}, "Omar owns the account but is full (2 of 2 open)"),
        ({"away_until": NOW + timedelta(days=1)}, "Omar owns the account but is away"),
        ({"capacity": 0}, "Omar owns the account but takes no follow-ups"),
    ],
    ids=["full", "away", "not in the assignment"],
)
def test_assign_passes_over_an_account_manager_and_says_why(
    detractor: Response, ines: Rep, omar: Rep, fields: dict[str, object], note: str
) -> None:
    """T34: nobody is overwhelmed, and the choice explains itself."""
    owned_by(detractor.customer, omar.user)  # type: ignore[arg-type]  # the fixture's answer has a customer
    Rep.objects.filter(pk=omar.pk).update(**fields)

    followup = opened(detractor)

    assert followup.assignee == ines.user
    assert followup.decisions.get().sentence.endswith(f"nobody else has room; {note}.")


def test_somebody_back_from_absence_is_chosen_again(detractor: Response, omar: Rep) -> None:
    Rep.objects.update(away_until=NOW)

    assert opened(detractor).assignee == omar.user


def test_viewers_and_former_staff_are_never_chosen(detractor: Response, petra: User) -> None:
    RepFactory.create(user__role=Role.VIEWER)
    RepFactory.create(user__is_active=False)

    followup = opened(detractor)

    assert (followup.assignee, followup.accountable) == (None, petra)


def test_without_room_it_waits_and_a_manager_answers_for_it(
    detractor: Response, ines: Rep, petra: User
) -> None:
    """G45, T34: the task exists, its clock runs, and somebody is responsible."""
    Rep.objects.update(load=10)

    followup = opened(detractor)

    assert (followup.assignee, followup.accountable) == (None, petra)
    assert followup.decisions.get().sentence == "Nobody has room; Petra answers for it until somebody has."
    assert FollowUp.objects.overdue(now=NOW + timedelta(days=2)).get() == followup


def test_the_account_managers_manager_answers_before_the_first_manager(
    detractor: Response, petra: User
) -> None:
    boss = UserFactory.create(role=Role.ADMIN)
    owned_by(detractor.customer, UserFactory.create(role=Role.VIEWER, manager=boss))  # type: ignore[arg-type]  # has one

    assert opened(detractor).accountable == boss


def test_assign_overflow_hands_out_the_weightiest_when_room_appears(
    ines: Rep, omar: Rep, petra: User
) -> None:
    """T34."""
    Rep.objects.update(capacity=0)
    light = opened(ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=6))
    heavy = opened(ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=0))
    assert assignment.assign_overflow(now=NOW) == 0
    Rep.objects.filter(pk=ines.pk).update(capacity=1)

    assert assignment.assign_overflow(now=NOW + timedelta(minutes=1)) == 1

    heavy.refresh_from_db()
    light.refresh_from_db()
    ines.refresh_from_db()
    assert (heavy.assignee, heavy.accountable, light.assignee, ines.load) == (ines.user, None, None, 1)
    assert [decision.chosen for decision in heavy.decisions.all()] == [ines.user, None]
    assert light.decisions.count() == 1


def test_assign_overflow_takes_over_from_people_who_left(ines: Rep, omar: Rep, petra: User) -> None:
    """G45: a responsible person is one who can still log in."""
    followup = FollowUpFactory.create(assignee=omar.user)
    omar.user.is_active = False
    omar.user.save(update_fields=["is_active"])

    assert assignment.assign_overflow(now=NOW) == 1

    followup.refresh_from_db()
    ines.refresh_from_db()
    omar.refresh_from_db()
    assert (followup.assignee, ines.load, omar.load) == (ines.user, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_parallel_openings_never_exceed_a_capacity(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: the count decides. Nine answers at once, room for five."""
    Rep.objects.filter(pk=ines.pk).update(capacity=2)
    Rep.objects.filter(pk=omar.pk).update(capacity=3)
    account = AccountFactory.create()
    answers = [
        ResponseFactory.create(invitation__customer=CustomerFactory.create(account=account), score=2)
        for _ in range(9)
    ]

    def open_it(response: Response) -> None:
        try:
            opening.open_for(response_id=response.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=9) as pool:
        list(pool.map(open_it, answers))

    loads = {rep.user.name: (rep.load, FollowUp.objects.of(rep.user).count()) for rep in Rep.objects.all()}
    assert loads == {"Ines": (2, 2), "Omar": (3, 3)}
    assert FollowUp.objects.overflow().filter(accountable=petra).count() == 4
