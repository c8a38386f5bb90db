"""What people do with their tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from followups.domain import playbooks
from followups.enums import ActivityKind, NotificationKind, RunState, StepState
from followups.models import Notification, Run
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp, Rep, StepRun
    from responses.models import Response
    from team.models import User

HOUR = timedelta(hours=1)


@pytest.fixture
def task(detractor: Response, followup: FollowUp) -> StepRun:
    """Ines' task about Ana."""
    StepFactory.create(playbook=PlaybookFactory.create(name="Care"), title="Call")
    (run,) = playbooks.begin_for(response_id=detractor.pk, now=NOW)
    playbooks.advance(now=NOW)
    return run.steps.get()


def test_finish_ends_the_run_and_enters_the_history(task: StepRun, followup: FollowUp, ines: Rep) -> None:
    playbooks.finish(step_run=task, actor=ines.user, note="Spoke for an hour.", now=NOW)

    task.refresh_from_db()
    assert (task.state, task.finished_by, task.finished_at, task.note) == (
        StepState.DONE,
        ines.user,
        NOW,
        "Spoke for an hour.",
    )
    assert Run.objects.get().state == RunState.DONE
    line = followup.activities.filter(kind=ActivityKind.STEP).latest("pk")
    assert (line.actor, line.note, line.facts["words"]) == (
        ines.user,
        "Spoke for an hour.",
        "Playbook “Care”: “Call” done",
    )


def test_skip_asks_for_a_reason(task: StepRun, ines: Rep) -> None:
    with pytest.raises(playbooks.ReasonMissing):
        playbooks.skip(step_run=task, actor=ines.user, reason=" ", now=NOW)

    playbooks.skip(step_run=task, actor=ines.user, reason="They left.", now=NOW)

    task.refresh_from_db()
    assert (task.state, task.reason) == (StepState.SKIPPED, "They left.")


def test_a_task_that_comes_back_is_told_again(task: StepRun, ines: Rep, omar: Rep) -> None:
    playbooks.hand_over(step_run=task, to=omar.user, actor=ines.user, now=NOW + HOUR)
    playbooks.hand_over(step_run=task, to=ines.user, actor=omar.user, now=NOW + 2 * HOUR)

    told = Notification.objects.filter(kind=NotificationKind.TASK).order_by("planned_at", "pk")
    assert list(told.values_list("recipient__name", "planned_at", "path")) == [
        ("Ines", NOW, f"/followups/tasks/{task.pk}/"),
        ("Omar", NOW + HOUR, f"/followups/tasks/{task.pk}/"),
        ("Ines", NOW + 2 * HOUR, f"/followups/tasks/{task.pk}/"),
    ]


def test_a_task_is_done_once(task: StepRun, ines: Rep, petra: User) -> None:
    playbooks.finish(step_run=task, actor=ines.user, note="", now=NOW)

    with pytest.raises(playbooks.TaskOver, match="This task is done already by Ines"):
        playbooks.skip(step_run=task, actor=petra, reason="Too late.", now=NOW)


def test_only_its_owner_and_managers_do_it(task: StepRun, omar: Rep, petra: User) -> None:
    with pytest.raises(playbooks.NotYourTask, match="Ines has this task"):
        playbooks.finish(step_run=task, actor=omar.user, note="", now=NOW)

    playbooks.finish(step_run=task, actor=petra, note="", now=NOW)


def test_hand_over_tells_whoever_gets_it(task: StepRun, ines: Rep, omar: Rep, viewer: User) -> None:
    with pytest.raises(playbooks.CannotHaveTask):
        playbooks.hand_over(step_run=task, to=viewer, actor=ines.user, now=NOW)

    playbooks.hand_over(step_run=task, to=omar.user, actor=ines.user, now=NOW)

    task.refresh_from_db()
    assert task.assignee == omar.user
    assert Notification.objects.filter(recipient=omar.user, kind=NotificationKind.TASK).count() == 1


def test_next_steps_come_with_why(task: StepRun, followup: FollowUp, detractor: Response) -> None:
    """T25: by band, theme and segment, with the reason."""
    waiting = PlaybookFactory.create(name="Win back", band="detractor", position=1)
    StepFactory.create(playbook=waiting, title="Offer", waits_for="contact", delay=3, delay_unit="days")
    playbooks.begin_for(response_id=detractor.pk, now=NOW)

    found = playbooks.next_steps(followup=followup, now=NOW)

    assert [step.title for step in found] == ["Call", "Offer"]
    assert [playbooks.why(step) for step in found] == [
        "“Care” recommends it for everybody who answers: day 0, at once.",
        "“Win back” recommends it for detractors: 3 days after the personal contact.",
    ]
