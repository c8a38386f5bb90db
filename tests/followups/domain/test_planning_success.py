"""Success plans: planned, changed, done, dropped, taken up again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.domain import erasure
from followups.domain import assignment, planning_success, playbooks, telling
from followups.enums import ActivityKind, NotificationKind
from followups.models import FollowUp, Notification, PlanItem
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.plans import PlanItemFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import User

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
IN_A_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def followup(ana: Customer, ines: Rep) -> FollowUp:
    return FollowUpFactory.create(customer=ana, assignee=ines.user)


def lines(followup: FollowUp) -> list[tuple[str, str, User | None]]:
    """What the history says of the plan: headline, note, who."""
    rows = followup.activities.filter(kind=ActivityKind.PLAN).order_by("pk")
    return [(telling.headline(row), row.note, row.actor) for row in rows]


def test_an_item_goes_its_way_with_a_line_each_time(followup: FollowUp, ines: Rep, omar: Rep) -> None:
    """T15, G82, G83: who planned, changed and ended it, when and with what words."""
    actor = ines.user
    item = planning_success.add(
        customer=followup.customer,  # type: ignore[arg-type]  # it has one
        title=" Train the night shift ",
        owner=actor,
        due_on=None,
        actor=actor,
        followup=followup,
        now=NOW,
    )
    facts = {"owner": omar.user, "due_on": IN_A_WEEK, "title": "Train the night shift", "text": ""}
    planning_success.change(item=item, facts=facts, actor=actor, now=NOW)
    planning_success.change(item=item, facts=facts, actor=actor, now=NOW)
    planning_success.finish(item=item, actor=omar.user, outcome="Twelve came.", now=NOW)
    item.refresh_from_db()
    assert (item.state, item.closed_at, item.closed_by, item.outcome) == (
        "done",
        NOW,
        omar.user,
        "Twelve came.",
    )
    planning_success.reopen(item=item, actor=actor, now=NOW)
    planning_success.drop(item=item, actor=None, reason="They moved the shift.", now=NOW)

    assert lines(followup) == [
        ("Planned with the customer: Train the night shift", "", actor),
        ("Plan changed: “Train the night shift”, now Omar’s, by March 17, 2026", "", actor),
        ("Done as planned: Train the night shift", "Twelve came.", omar.user),
        ("Back on the plan: Train the night shift", "", actor),
        ("Dropped from the plan: Train the night shift", "They moved the shift.", None),
    ]
    item.refresh_from_db()
    assert (item.state, item.closed_by, item.created_by, item.account) == (
        "dropped",
        None,
        actor,
        followup.customer and followup.customer.account,
    )


def test_who_is_given_an_item_is_told_and_nobody_else(ana: Customer, ines: Rep, omar: Rep) -> None:
    """T15: not by oneself; anew when it comes back, each time once."""

    def told() -> list[tuple[User, str, str, str]]:
        rows = Notification.objects.filter(kind=NotificationKind.PLAN).order_by("pk")
        return [(row.recipient, row.title, row.text, row.path) for row in rows]

    own = planning_success.add(
        customer=ana, title="Own", owner=ines.user, due_on=None, actor=ines.user, now=NOW
    )
    assert told() == []
    planning_success.change(item=own, facts={"owner": omar.user}, actor=ines.user, now=NOW)
    given = ("Success plan of Ana Ruiz: Own", "Ines gave it to you.", f"/plans/{own.pk}/")
    assert told() == [(omar.user, *given)]
    planning_success.change(item=own, facts={"text": "With slides."}, actor=ines.user, now=NOW)
    assert len(told()) == 1
    planning_success.add(
        customer=ana, title="Machine", owner=ines.user, due_on=IN_A_WEEK, text="Why", now=NOW
    )
    assert told()[1][0] == ines.user
    assert told()[1][2] == "Closeloop gave it to you, by March 17, 2026.\n\nWhy"


@pytest.mark.parametrize("verb", ["change", "finish", "drop"])
def test_what_has_ended_changes_no_more(ines: Rep, omar: Rep, verb: str) -> None:
    """The guard is in the UPDATE: of two who end it one is told that the other was quicker."""
    item = PlanItemFactory.create()
    planning_success.finish(item=item, actor=omar.user, outcome="First", now=NOW)
    words: dict[str, dict[str, Any]] = {"change": {"facts": {"title": "Other"}}, "drop": {"reason": "No"}}
    said = words.get(verb, {})

    with pytest.raises(planning_success.Over, match=r"This was done already by Omar\."):
        getattr(planning_success, verb)(item=item, actor=ines.user, now=NOW, **said)

    item.refresh_from_db()
    assert (item.state, item.outcome) == ("done", "First")


def test_what_makes_no_sense_is_refused(ana: Customer, ines: Rep, viewer: User) -> None:
    item = PlanItemFactory.create(customer=ana)
    someone = CustomerFactory.create()
    other = FollowUpFactory.create(customer=someone)

    def plan(*, whose: Customer = ana, title: str = "x", owner: User | None = None, **said: object) -> None:
        planning_success.add(
            customer=whose,
            title=title,
            owner=owner,
            due_on=None,
            now=NOW,
            **said,  # type: ignore[arg-type]  # the values are of several types
        )

    with pytest.raises(planning_success.PlanNotYours):
        plan(actor=viewer)
    with pytest.raises(planning_success.CannotOwn):
        plan(owner=viewer)
    with pytest.raises(planning_success.NothingSaid):
        plan(title="  ")
    with pytest.raises(planning_success.NotTheirs):
        plan(followup=other)
    with pytest.raises(planning_success.NothingSaid):
        planning_success.drop(item=item, actor=ines.user, reason=" ", now=NOW)
    with pytest.raises(planning_success.NothingSaid):
        planning_success.change(item=item, facts={"title": " "}, actor=ines.user, now=NOW)
    with pytest.raises(planning_success.StillOpen):
        planning_success.reopen(item=item, actor=ines.user, now=NOW)
    with pytest.raises(planning_success.PlanNotYours):
        planning_success.finish(item=item, actor=viewer, now=NOW)
    someone.erased_at = NOW
    someone.save(update_fields=["erased_at"])
    with pytest.raises(planning_success.CustomerGone):
        plan(whose=someone)
    assert PlanItem.objects.count() == 1


def test_a_step_that_is_done_twice_plans_once(detractor: Response, ines: Rep) -> None:
    """Whoever repeats an interrupted step finds the item that it made."""
    followup = FollowUpFactory.create(response=detractor, customer=detractor.customer, assignee=ines.user)
    StepFactory.create(playbook=PlaybookFactory.create())
    (run,) = playbooks.begin_for(response_id=detractor.pk, now=NOW)

    for _ in range(2):
        planning_success.add(
            customer=run.customer,
            title="Once",
            owner=ines.user,
            due_on=None,
            followup=followup,
            step_run=run.steps.get(),
            now=NOW,
        )

    assert PlanItem.objects.count() == Notification.objects.filter(kind=NotificationKind.PLAN).count() == 1
    assert [line[0] for line in lines(followup)] == ["Planned with the customer: Once"]


def test_who_leaves_leaves_no_promise_behind(ines: Rep, omar: Rep, petra: User) -> None:
    """To the account's manager, else to their own, else it stands as nobody's; what is done stays theirs."""
    account = AccountFactory.create(manager=omar.user)
    theirs = PlanItemFactory.create(owner=ines.user, customer=CustomerFactory.create(account=account))
    theirs_too = PlanItemFactory.create(owner=ines.user)
    ended = PlanItemFactory.create(owner=ines.user, state="done", closed_at=NOW)
    ines.user.manager, ines.user.is_active = petra, False
    ines.user.save(update_fields=["manager", "is_active"])

    assignment.assign_overflow(now=NOW)

    owners = dict(PlanItem.objects.values_list("pk", "owner__name"))
    assert owners == {theirs.pk: "Omar", theirs_too.pk: "Petra", ended.pk: "Ines"}
    assert {row.recipient for row in Notification.objects.all()} == {omar.user, petra}
    assert planning_success.leave(user=ines.user, now=NOW) == 0


def test_the_lists_begin_with_what_is_late(ana: Customer, ines: Rep) -> None:
    """T15: overdue on top, then by day, what has no day, and what ended last."""
    days = {"late": -3, "soon": 1, "later": 30}
    for name, distance in days.items():
        PlanItemFactory.create(title=name, customer=ana, due_on=TODAY + timedelta(days=distance))
    PlanItemFactory.create(title="no day", customer=ana, owner=ines.user)
    PlanItemFactory.create(title="done", customer=ana, state="done", closed_at=NOW, due_on=TODAY)
    PlanItemFactory.create(title="newly", customer=ana, state="dropped", closed_at=NOW + timedelta(days=1))
    idle = PlanItemFactory.create(state="done", closed_at=NOW).customer

    titles = [item.title for item in planning_success.of_customer(ana)]
    people = planning_success.by_customer(words="", today=TODAY)
    told = [(one, one.late, one.to_do, one.done, one.next_on) for one in people]  # type: ignore[attr-defined]  # annotated
    tally = planning_success.tally(user=ines.user, today=TODAY)

    assert titles == ["late", "soon", "later", "no day", "newly", "done"]
    assert told == [(ana, 1, 4, 1, TODAY - timedelta(days=3)), (idle, 0, 0, 1, None)]
    assert tally == planning_success.Tally(mine=1, mine_late=0, all=4, all_late=1)
    assert list(planning_success.by_customer(words="acme", today=TODAY)) == [ana]


def test_an_erasure_takes_the_words_and_what_was_told(
    ana: Customer, ines: Rep, omar: Rep, admin: User
) -> None:
    """Also of an item that no follow-up led to."""
    item = planning_success.add(
        customer=ana,
        title="Call Ana",
        owner=ines.user,
        due_on=None,
        actor=omar.user,
        now=NOW,
        text="Ana asks",
    )
    planning_success.finish(item=item, actor=ines.user, outcome="Ana is glad", now=NOW)

    erasure.erase(customer=ana, actor=admin, now=NOW)

    item.refresh_from_db()
    row = Notification.objects.get(path=f"/plans/{item.pk}/")
    assert "Ana" not in f"{item.title} {item.text} {item.outcome} {row.title} {row.text}"
