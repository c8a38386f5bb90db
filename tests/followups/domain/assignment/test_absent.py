"""What people leave behind who are away or gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from followups.domain import absence, assignment, telling
from followups.enums import DecisionCause, FollowUpState, NotificationKind, StepKind, StepState, Worker
from followups.models import FollowUp, Notification, Playbook, Rep, Run, StepRun
from team.domain import people
from team.enums import Role
from team.models import AuditEntry, User
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

MONDAY = NOW + timedelta(days=6)
BACK = MONDAY + timedelta(days=14)


def loads() -> dict[str, int]:
    """Everybody's load by name."""
    return dict(Rep.objects.values_list("user__name", "load"))


def goes_away(rep: Rep, *, hands_over: bool = True) -> int:
    """A fortnight from Monday, as they say themselves."""
    return absence.plan(rep=rep, since=MONDAY, until=BACK, hands_over=hands_over, actor=rep.user, now=NOW)


def task_of(followup: FollowUp | None, user: User, worker: str = Worker.PERSON) -> StepRun:
    """A task of a playbook that waits for this person."""
    response = followup.response if followup else ResponseFactory.create()
    playbook, _ = Playbook.objects.get_or_create(name="Thank")
    run = Run.objects.create(
        playbook=playbook,
        response=response,
        customer=response.customer,  # type: ignore[misc]  # the factory's answers have one
        followup=followup,
        started_at=NOW,
    )
    return StepRun.objects.create(
        run=run,
        position=1,
        kind=StepKind.TASK,
        title="Send flowers",
        terms={"worker": worker},
        state=StepState.READY,
        assignee=user,
    )


def test_as_an_absence_begins_others_take_over_once(ines: Rep, omar: Rep, petra: User) -> None:
    """G49, T34: not before its day, what waits for the customer and what is put off too, and once."""
    plain = FollowUpFactory.create(assignee=ines.user)
    waiting = FollowUpFactory.create(
        assignee=ines.user,
        state=FollowUpState.WAITING,
        first_contact_at=NOW,
        waiting_since=NOW,
        wait_until=BACK,
    )
    snoozed = FollowUpFactory.create(assignee=ines.user, snoozed_until=BACK)
    goes_away(ines)
    assert assignment.assign_overflow(now=MONDAY - timedelta(minutes=1)) == 0

    assert assignment.assign_overflow(now=MONDAY) == 3

    owners = FollowUp.objects.order_by("pk").values_list("assignee__name", "state", "snoozed_until")
    assert list(owners) == [("Omar", "open", None), ("Omar", "waiting", None), ("Omar", "open", None)]
    assert loads() == {"Ines": 0, "Omar": 3}
    decision = waiting.decisions.get()
    assert (decision.cause, decision.chosen) == (DecisionCause.ABSENCE, omar.user)
    assert telling.headline(plain.activities.last()) == "Assigned to Omar: Ines is away"  # type: ignore[arg-type]  # has one
    assert Notification.objects.filter(recipient=omar.user, kind=NotificationKind.ASSIGNED).count() == 3

    # What somebody gives her on purpose stays, though she is away.
    FollowUp.objects.filter(pk=snoozed.pk).update(assignee=ines.user)
    assert assignment.assign_overflow(now=MONDAY + timedelta(days=1)) == 0
    snoozed.refresh_from_db()
    assert snoozed.assignee == ines.user


def test_what_nobody_has_room_for_waits_with_a_manager(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: visible, its clock running, and it moves when somebody has room."""
    light = FollowUpFactory.create(assignee=ines.user, priority=5)
    heavy = FollowUpFactory.create(assignee=ines.user, priority=80)
    Rep.objects.filter(pk=omar.pk).update(capacity=1)
    goes_away(ines)

    assert assignment.assign_overflow(now=MONDAY) == 1

    heavy.refresh_from_db()
    light.refresh_from_db()
    assert (heavy.assignee, light.assignee, light.accountable) == (omar.user, None, petra)
    assert telling.headline(light.activities.last()) == "Waits for somebody with room: Ines is away"  # type: ignore[arg-type]  # has one
    Rep.objects.filter(pk=omar.pk).update(capacity=2)
    assert assignment.assign_overflow(now=MONDAY + timedelta(minutes=1)) == 1


def test_who_hands_nothing_over_keeps_it_and_gets_nothing_new(ines: Rep, omar: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    goes_away(ines, hands_over=False)
    new = FollowUpFactory.create()

    assignment.assign_overflow(now=MONDAY)

    followup.refresh_from_db()
    new.refresh_from_db()
    assert (followup.assignee, new.assignee) == (ines.user, omar.user)


def test_an_absence_that_begins_now_hands_over_at_once(ines: Rep, omar: Rep) -> None:
    FollowUpFactory.create(assignee=ines.user)

    moved = absence.plan(rep=ines, since=NOW, until=BACK, hands_over=True, actor=ines.user, now=NOW)

    ines.refresh_from_db()
    assert (moved, loads()) == (1, {"Ines": 0, "Omar": 1})
    assert (ines.handed_over_for, ines.is_away(now=NOW)) == (NOW, True)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("rep.away", ines.user)


def test_back_early_one_is_chosen_again_and_the_next_absence_counts_anew(
    ines: Rep, omar: Rep, petra: User
) -> None:
    goes_away(ines)
    assignment.assign_overflow(now=MONDAY)
    absence.end(rep=ines, actor=petra, now=MONDAY + timedelta(days=1))
    ines.refresh_from_db()
    assert (ines.away_until, ines.is_away(now=MONDAY + timedelta(days=1))) == (None, False)
    FollowUpFactory.create(assignee=ines.user)
    later = MONDAY + timedelta(days=30)

    absence.plan(
        rep=ines, since=later, until=later + timedelta(days=2), hands_over=True, actor=petra, now=NOW
    )

    assert assignment.assign_overflow(now=later) == 1


def test_only_oneself_and_managers_say_when_somebody_is_away(ines: Rep, omar: Rep) -> None:
    with pytest.raises(absence.NotYourAbsence):
        absence.plan(rep=ines, since=NOW, until=BACK, hands_over=True, actor=omar.user, now=NOW)
    with pytest.raises(absence.BackBeforeLeaving):
        absence.plan(rep=ines, since=BACK, until=BACK, hands_over=True, actor=ines.user, now=NOW)


def test_tasks_of_the_absent_go_to_who_stands_in(ines: Rep, omar: Rep, petra: User) -> None:
    """T34: to the follow-up's new owner, else to their manager; the new one is told, the history knows."""
    boss = UserFactory.create(name="Bea", role=Role.MANAGER)
    User.objects.filter(pk=ines.user_id).update(manager=boss)
    followup = FollowUpFactory.create(assignee=ines.user)
    of_followup, alone = task_of(followup, ines.user), task_of(None, ines.user)
    goes_away(ines)

    assignment.assign_overflow(now=MONDAY)

    of_followup.refresh_from_db()
    alone.refresh_from_db()
    assert (of_followup.assignee, alone.assignee) == (omar.user, boss)
    told = Notification.objects.filter(kind=NotificationKind.TASK).order_by("pk")
    assert [(one.recipient, one.step_run) for one in told] == [(omar.user, of_followup), (boss, alone)]
    assert [one.path for one in told] == [f"/followups/tasks/{task.pk}/" for task in (of_followup, alone)]
    words = [line.facts.get("words") for line in followup.activities.all()]
    assert "Task “Send flowers” goes from Ines to Omar" in words


def test_tasks_go_to_nobody_who_is_away_too(ines: Rep, petra: User) -> None:
    boss = UserFactory.create(name="Bea", role=Role.MANAGER)
    User.objects.filter(pk=ines.user_id).update(manager=boss)
    Rep.objects.create(user=boss, capacity=0, away_until=BACK)
    task = task_of(None, ines.user)
    goes_away(ines)

    assignment.assign_overflow(now=MONDAY)

    task.refresh_from_db()
    assert task.assignee == petra


def test_somebody_always_answers_for_what_waits_for_room(petra: User, admin: User) -> None:
    """G45: a manager who is gone answers for nothing; the next one does, and is told."""
    boss = UserFactory.create(name="Bea", role=Role.MANAGER)
    waiting = FollowUpFactory.create(accountable=petra)
    User.objects.filter(pk=petra.pk).update(is_active=False)

    assignment.assign_overflow(now=MONDAY)
    assignment.assign_overflow(now=MONDAY)

    waiting.refresh_from_db()
    assert waiting.accountable == boss
    told = Notification.objects.get()
    assert (told.recipient, told.kind) == (boss, NotificationKind.ESCALATED)
    assert telling.headline(waiting.activities.last()) == "Bea answers for it now"  # type: ignore[arg-type]  # has one
    boss.is_active = False
    boss.save(update_fields=["is_active"])
    assignment.leave(user=boss, now=MONDAY)
    waiting.refresh_from_db()
    assert waiting.accountable == admin


def test_whoever_leaves_leaves_nothing_behind(
    ines: Rep,
    omar: Rep,
    petra: User,
    admin: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    """G45, T34: at the moment their access ends, not at the next sweep."""
    followup, task = FollowUpFactory.create(assignee=ines.user), task_of(None, ines.user)

    with django_capture_on_commit_callbacks(execute=True):
        people.deactivate(user=ines.user, actor=admin, now=NOW)

    followup.refresh_from_db()
    task.refresh_from_db()
    assert (followup.assignee, task.assignee, loads()) == (omar.user, petra, {"Ines": 0, "Omar": 1})
    assert followup.decisions.get().cause == DecisionCause.LEFT
    assert telling.headline(followup.activities.last()) == (  # type: ignore[arg-type]  # it has a history
        "Assigned to Omar: Ines no longer works follow-ups"
    )


def test_whoever_still_works_keeps_what_they_have(ines: Rep) -> None:
    FollowUpFactory.create(assignee=ines.user)

    assert assignment.leave(user=ines.user, now=NOW) == 0
    assert loads() == {"Ines": 1}
