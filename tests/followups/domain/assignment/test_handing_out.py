"""Who gets a follow-up, and what is kept of the choice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from followups.domain import assignment, opening, telling, working
from followups.enums import DecisionCause, NotificationKind, Outcome
from followups.models import (
    AssignmentDecision,
    FollowUp,
    Notification,
    Rep,
)
from responses.enums import TagOrigin
from responses.models import Response, ResponseTheme, Theme
from team.enums import Role
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory, RepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from customers.models import Customer
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


def test_the_manager_who_answers_for_it_hears_at_once(detractor: Response, ines: Rep, petra: User) -> None:
    """G45 G84: not only when it is late; of each choice that finds nobody, and once of each."""
    Rep.objects.update(capacity=0)
    followup = opened(detractor)
    told = Notification.objects.get()
    assert (told.recipient, told.kind, told.followup) == (petra, NotificationKind.ESCALATED, followup)
    assert told.title == "Ana Ruiz answered 3: nobody has room, you answer for it"
    assert told.text == followup.decisions.get().sentence

    assignment.fill(now=NOW)
    assert Notification.objects.count() == 1

    working.take(followup=followup, actor=ines.user, now=NOW)
    working.release(followup=followup, actor=ines.user, reason="Ill", now=NOW)
    assert Notification.objects.filter(recipient=petra, kind=NotificationKind.ESCALATED).count() == 2


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


def test_whoever_is_chosen_is_told_at_once(detractor: Response, ines: Rep) -> None:
    """G81: with the reason, once, in the same transaction."""
    followup = opened(detractor)

    told = Notification.objects.get()
    decision = followup.decisions.get()
    assert (told.recipient, told.kind, told.followup) == (ines.user, NotificationKind.ASSIGNED, followup)
    assert (told.key, told.text) == (f"assigned:{followup.pk}:{decision.pk}", decision.sentence)
    assert told.title == "Ana Ruiz answered 3: the follow-up is yours"
    assert told.path == f"/followups/{followup.pk}/"


def test_what_the_customer_adds_is_weighed_once_more(detractor: Response, ines: Rep, omar: Rep) -> None:
    """T33: before anybody began, and once only; the database holds to it."""
    followup = opened(detractor)
    support = Theme.objects.create(code="support", name="Slow support")
    omar.skills.add(support)
    tag = ResponseTheme.objects.create(response=detractor, theme=support, origin=TagOrigin.PERSON)

    assert assignment.reconsider(followup=followup, now=NOW)
    tag.delete()
    assert not assignment.reconsider(followup=followup, now=NOW)

    followup.refresh_from_db()
    assert (followup.assignee, loads()) == (omar.user, {"Ines": 0, "Omar": 1})
    decision = followup.decisions.get(cause=DecisionCause.ANSWER)
    assert decision.sentence == "Omar: knows “Slow support”, 0 of 10 open; next best: Ines."
    line = followup.activities.last()
    assert line
    assert telling.headline(line) == "Assigned to Omar: the customer said more (before: Ines)"


def test_a_full_owner_keeps_what_still_fits_them_best(detractor: Response, ines: Rep, omar: Rep) -> None:
    """The place that it takes is theirs already, so being full does not lose it."""
    Rep.objects.filter(pk=ines.pk).update(capacity=1)
    followup = opened(detractor)

    assert not assignment.reconsider(followup=followup, now=NOW)

    followup.refresh_from_db()
    assert (followup.assignee, loads()) == (ines.user, {"Ines": 1, "Omar": 0})
    decision = followup.decisions.get(cause=DecisionCause.ANSWER)
    assert decision.sentence == "Ines: speaks Spanish, 0 of 1 open; next best: Omar."


@pytest.mark.parametrize("begun", ["a call", "a note", "taken by hand", "nobody's"])
def test_reconsider_takes_nothing_from_somebody_who_has_begun(
    detractor: Response, ines: Rep, omar: Rep, petra: User, begun: str
) -> None:
    followup = opened(detractor)
    if begun == "a call":
        working.log_call(followup=followup, actor=ines.user, reached=False, note="", now=NOW)
    elif begun == "a note":
        working.note(followup=followup, actor=ines.user, text="I read their file.", now=NOW)
    elif begun == "taken by hand":
        working.reassign(followup=followup, to=ines.user, actor=petra, reason="Hers.", now=NOW)
        working.reassign(followup=followup, to=omar.user, actor=petra, reason="His.", now=NOW)
    else:
        FollowUp.objects.update(assignee=None, accountable=petra)
    before = FollowUp.objects.get().assignee
    Rep.objects.filter(user=before).update(languages=[])

    assert not assignment.reconsider(followup=followup, now=NOW)

    assert (FollowUp.objects.get().assignee, AssignmentDecision.objects.count()) == (before, 1)


def test_reopened_by_the_machine_it_finds_somebody_with_room(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: a person may reopen beyond the owner's capacity, a worse answer may not."""
    closed = {"state": "unreachable", "closed_at": NOW, "assignee": ines.user}
    by_machine, by_person = FollowUpFactory.create(**closed), FollowUpFactory.create(**closed)
    Rep.objects.filter(pk=ines.pk).update(capacity=0)

    working.reopen(followup=by_machine, actor=None, note="", now=NOW)
    working.reopen(followup=by_person, actor=petra, note="They called.", now=NOW)

    assert [FollowUp.objects.get(pk=row.pk).assignee for row in (by_machine, by_person)] == [
        omar.user,
        ines.user,
    ]
    assert by_machine.decisions.get().cause == DecisionCause.REOPENED


def test_room_that_appears_is_filled_at_once(
    ines: Rep, petra: User, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    """T34: not at the next sweep, but as the other one is resolved."""
    Rep.objects.filter(pk=ines.pk).update(capacity=1)
    first, second = (
        opened(ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=2))
        for _ in range(2)
    )
    assert (first.assignee, second.assignee) == (ines.user, None)

    with django_capture_on_commit_callbacks(execute=True):
        working.log_call(followup=first, actor=ines.user, reached=True, note="", now=NOW)
        working.resolve(
            followup=first,
            actor=ines.user,
            root_cause="other",
            outcome=Outcome.SOLVED,
            note="Done.",
            now=NOW + timedelta(hours=2),
        )

    second.refresh_from_db()
    assert (second.assignee, loads()) == (ines.user, {"Ines": 1})
    decision = second.decisions.first()
    assert decision
    assert (decision.cause, decision.decided_at) == (DecisionCause.ROOM, NOW + timedelta(hours=2))
    line = second.activities.last()
    assert line
    assert telling.headline(line) == "Assigned to Ines: there is room again"


def loads() -> dict[str, int]:
    """Everybody's load by name."""
    return dict(Rep.objects.values_list("user__name", "load"))
