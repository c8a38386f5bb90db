"""Holding, going on and ending: of one run, and of a playbook with all of its runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from followups.domain import playbooks
from followups.domain.playbooks import counting, editing, ending, fitting, promising, steering
from followups.domain.playbooks.beginning import begin_missing
from followups.enums import PlaybookState, RunState, StepKind, StepState, WaitsFor
from followups.models import Message, Playbook, Run, StepRun
from mailroom.enums import OutboxState
from team.models import AuditEntry
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import MessageTemplate, Rep
    from responses.models import Response
    from team.models import User

DAY = timedelta(days=1)


@pytest.fixture
def playbook(letter: MessageTemplate) -> Playbook:
    """A letter at once, a task at once, and a task in five days."""
    row = PlaybookFactory.create(name="Care")
    StepFactory.create(playbook=row, kind=StepKind.MESSAGE, template=letter, is_reviewed=False)
    StepFactory.create(playbook=row, title="Call")
    StepFactory.create(playbook=row, title="Later", delay=5, delay_unit="days")
    return row


@pytest.fixture
def run(playbook: Playbook, promoter: Response) -> Run:
    """Maya's, with the letter in the outbox and one task with Ines."""
    (row,) = playbooks.begin_for(response_id=promoter.pk, now=NOW)
    playbooks.advance(now=NOW)
    return row


def states(run: Run) -> list[str]:
    """Where the steps stand, in order."""
    return list(run.steps.order_by("position").values_list("state", flat=True))


def test_stopping_withdraws_letters_and_cancels_tasks(run: Run, petra: User) -> None:
    assert playbooks.stop_runs(runs=[run], reason="Enough.", actor=petra, now=NOW) == 1

    run.refresh_from_db()
    assert (run.state, run.reason, run.ended_at) == (RunState.STOPPED, "Enough.", NOW)
    assert states(run) == [StepState.DONE, StepState.CANCELLED, StepState.CANCELLED]
    assert Message.objects.get().state == OutboxState.CANCELLED
    assert playbooks.stop_runs(runs=[run], reason="Again.", actor=petra, now=NOW) == 0
    assert playbooks.advance(now=NOW + 9 * DAY) == 0


def test_what_has_left_stays(run: Run, petra: User) -> None:
    Message.objects.update(state=OutboxState.SENT, sent_at=NOW)

    playbooks.stop_runs(runs=[run], reason="Enough.", actor=petra, now=NOW)

    assert Message.objects.get().state == OutboxState.SENT


def test_a_paused_run_does_nothing_and_moves_its_times_when_it_goes_on(run: Run) -> None:
    playbooks.pause_runs(runs=[run], reason="Holidays.", now=NOW + DAY)
    assert playbooks.advance(now=NOW + 20 * DAY) == 0

    playbooks.resume_runs(runs=[run], now=NOW + 11 * DAY)

    later = run.steps.get(title="Later")
    assert (later.state, later.due_at) == (StepState.WAITING, NOW + 15 * DAY)
    run.refresh_from_db()
    assert (run.state, run.paused_at, run.reason) == (RunState.RUNNING, None, "")


def test_a_task_can_be_done_while_its_run_is_paused(run: Run, ines: Rep) -> None:
    playbooks.pause_runs(runs=[run], reason="Holidays.", now=NOW)

    playbooks.finish(step_run=run.steps.get(title="Call"), actor=ines.user, note="Spoke.", now=NOW)

    assert states(run) == [StepState.DONE, StepState.DONE, StepState.WAITING]


def test_pausing_a_playbook_holds_its_runs_and_resuming_goes_on_with_those_alone(
    playbook: Playbook, run: Run, maya: Customer, petra: User
) -> None:
    other = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW)
    (held_by_hand,) = playbooks.begin_for(response_id=other.pk, now=NOW)
    playbooks.pause_runs(runs=[held_by_hand], reason="Held by Petra.", now=NOW)

    steering.pause(playbook=playbook, actor=petra, now=NOW)
    assert set(Run.objects.values_list("state", flat=True)) == {RunState.PAUSED}
    late = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW + DAY)
    assert playbooks.begin_for(response_id=late.pk, now=NOW + DAY) == []

    playbook.refresh_from_db()
    steering.resume(playbook=playbook, actor=petra, now=NOW + 2 * DAY)

    run.refresh_from_db()
    held_by_hand.refresh_from_db()
    assert (run.state, held_by_hand.state) == (RunState.RUNNING, RunState.PAUSED)
    # Answers of the meantime do not begin it.
    assert playbooks.begin_for(response_id=late.pk, now=NOW + 2 * DAY) == []


def test_stopping_a_playbook_ends_its_runs_and_is_audited(playbook: Playbook, run: Run, petra: User) -> None:
    steering.stop(playbook=playbook, actor=petra, now=NOW)

    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.STOPPED, "The playbook was stopped.")
    entry = AuditEntry.objects.get(action="playbook.state")
    assert (entry.actor, entry.changes) == (petra, {"state": ["active", "stopped"]})
    with pytest.raises(steering.NotPossible):
        steering.stop(playbook=playbook, actor=petra, now=NOW)


@pytest.fixture
def three(playbook: Playbook, maya: Customer) -> list[Run]:
    """Runs of three answers, each with a letter in the outbox and a task with Ines."""
    responses = ResponseFactory.create_batch(3, invitation__customer=maya, score=9, answered_at=NOW)
    runs = [run for row in responses for run in playbooks.begin_for(response_id=row.pk, now=NOW)]
    playbooks.advance(now=NOW)
    return runs


def test_a_stop_ends_all_runs_at_once_and_the_sweep_clears_the_rest_away(
    playbook: Playbook, three: list[Run], petra: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are, and whatever becomes of the click: none works under a stopped playbook."""
    monkeypatch.setattr(ending, "AT_ONCE", 1)

    steering.stop(playbook=playbook, actor=petra, now=NOW)

    assert counting.of_playbooks([playbook.pk])[playbook.pk] == counting.RunCounts(stopped=3)
    assert Message.objects.filter(state=OutboxState.CANCELLED).count() == 1
    assert playbooks.resume_runs(runs=three, now=NOW) == 0
    for _ in range(2):
        assert playbooks.advance(now=NOW + 9 * DAY) == 0
    assert {tuple(states(run)) for run in three} == {
        (StepState.DONE, StepState.CANCELLED, StepState.CANCELLED)
    }
    assert set(StepRun.objects.filter(state=StepState.CANCELLED).values_list("reason", flat=True)) == {
        "The playbook was stopped."
    }
    assert set(Message.objects.values_list("state", flat=True)) == {OutboxState.CANCELLED}


def test_a_pause_holds_all_runs_and_the_sweep_goes_on_with_those_that_the_click_did_not(
    playbook: Playbook, three: list[Run], petra: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "AT_ONCE", 1)

    paused = steering.pause(playbook=playbook, actor=petra, now=NOW + DAY)
    assert counting.of_playbooks([playbook.pk])[playbook.pk] == counting.RunCounts(paused=3)
    assert playbooks.advance(now=NOW + 9 * DAY) == 0
    steering.resume(playbook=paused, actor=petra, now=NOW + 11 * DAY)
    assert counting.of_playbooks([playbook.pk])[playbook.pk] == counting.RunCounts(running=1, paused=2)

    for _ in range(2):
        playbooks.advance(now=NOW + 11 * DAY)

    assert counting.of_playbooks([playbook.pk])[playbook.pk] == counting.RunCounts(running=3)
    assert set(StepRun.objects.filter(title="Later").values_list("due_at", flat=True)) == {NOW + 15 * DAY}


@pytest.mark.django_db(transaction=True)
def test_no_run_is_left_at_work_by_an_answer_that_comes_while_its_playbook_stops(petra: User) -> None:
    playbook = PlaybookFactory.create()
    StepFactory.create(playbook=playbook)
    responses = ResponseFactory.create_batch(6, score=10, answered_at=NOW)

    def act(number: int) -> None:
        try:
            if number == 3:
                steering.stop(playbook=playbook, actor=petra, now=NOW)
            else:
                playbooks.begin_for(response_id=responses[number % 6].pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(act, range(7)))

    assert not Run.objects.filter(state__in=ending.LIVE).exists()
    playbooks.advance(now=NOW)
    assert not StepRun.objects.exclude(state=StepState.CANCELLED).exists()


def test_a_draft_with_something_missing_is_not_activated(petra: User) -> None:
    empty = PlaybookFactory.create(state=PlaybookState.DRAFT, active_from=None)
    with pytest.raises(steering.Incomplete, match="It has no step yet"):
        steering.activate(playbook=empty, actor=petra, now=NOW)

    StepFactory.create(playbook=empty, kind=StepKind.TAG, waits_for=WaitsFor.PREVIOUS)
    with pytest.raises(steering.Incomplete) as refusal:
        steering.activate(playbook=empty, actor=petra, now=NOW)
    assert refusal.value.problems == [
        "Step 1: choose a theme.",
        "Step 1: it is the first, so there is no step before it.",
    ]


def test_activating_begins_with_answers_from_then_on(promoter: Response, maya: Customer, petra: User) -> None:
    draft = PlaybookFactory.create(state=PlaybookState.DRAFT, active_from=None)
    StepFactory.create(playbook=draft)

    steering.activate(playbook=draft, actor=petra, now=NOW + DAY)

    assert playbooks.begin_for(response_id=promoter.pk, now=NOW + DAY) == []
    later = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW + DAY)
    assert len(playbooks.begin_for(response_id=later.pk, now=NOW + DAY)) == 1


def test_a_copy_is_a_draft_with_the_same_steps(playbook: Playbook, petra: User) -> None:
    copy = steering.duplicate(playbook=playbook, actor=petra, now=NOW)
    again = steering.duplicate(playbook=playbook, actor=petra, now=NOW)

    assert (copy.name, again.name, copy.state, copy.version) == (
        "Care (2)",
        "Care (3)",
        PlaybookState.DRAFT,
        1,
    )
    own, theirs = editing.plan_of(playbook), editing.plan_of(copy)
    assert [step.terms for step in theirs.steps] == [step.terms for step in own.steps]
    assert playbook.steps.count() == 3


def test_only_a_draft_that_never_ran_is_deleted(playbook: Playbook, run: Run, petra: User) -> None:
    copy = steering.duplicate(playbook=playbook, actor=petra, now=NOW)

    steering.delete(playbook=copy, actor=petra, now=NOW)
    with pytest.raises(steering.NotPossible):
        steering.delete(playbook=playbook, actor=petra, now=NOW)

    assert list(Playbook.objects.all()) == [playbook]


def test_an_edit_counts_the_version_up_and_leaves_the_run_alone(
    playbook: Playbook, run: Run, petra: User
) -> None:
    plan = editing.plan_of(playbook)
    said = promising.on_saving(playbook)

    assert not editing.change(playbook=playbook, plan=plan, actor=petra, now=NOW)
    fewer = editing.Plan(name=plan.name, steps=plan.steps[:2])
    assert editing.change(playbook=playbook, plan=fewer, actor=petra, now=NOW)

    playbook.refresh_from_db()
    assert (playbook.version, playbook.steps.count(), run.steps.count()) == (2, 2, 3)
    assert said == (
        "One run keeps the steps with which it began. What you save holds for answers that come from now on."
    )
    assert playbooks.advance(now=NOW + 5 * DAY) == 1
    assert StepRun.objects.get(title="Later").step is None


def test_who_fits_since_an_edit_begins_with_what_they_say_from_then_on(
    playbook: Playbook, run: Run, maya: Customer, petra: User
) -> None:
    """What the page says: "What you save holds for answers that come from now on"."""
    only = fitting.Conditions(band="detractor")
    plan = replace(editing.plan_of(playbook), conditions=only)
    editing.change(playbook=playbook, plan=plan, actor=petra, now=NOW)
    before = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW + DAY)
    begin_missing(now=NOW + DAY)
    assert not before.runs.exists()

    plan = replace(editing.plan_of(playbook), conditions=fitting.Conditions(band="promoter"))
    editing.change(playbook=playbook, plan=plan, actor=petra, now=NOW + 2 * DAY)
    after = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW + 2 * DAY)
    begin_missing(now=NOW + 2 * DAY)

    assert (before.runs.count(), after.runs.count()) == (0, 1)


def test_an_active_playbook_cannot_be_left_without_steps(playbook: Playbook, petra: User) -> None:
    with pytest.raises(editing.Unfinished):
        editing.change(playbook=playbook, plan=editing.Plan(name="Care"), actor=petra, now=NOW)


def test_moves_say_what_they_do(playbook: Playbook, run: Run) -> None:
    said = dict(promising.moves(playbook))

    assert list(said) == ["pause", "stop"]
    assert said["stop"] == (
        "No answer begins it any more, and one run ends: planned messages are withdrawn, open tasks "
        "cancelled. What has left or was done stays."
    )
