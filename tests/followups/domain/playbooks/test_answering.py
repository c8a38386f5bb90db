"""The answer to an ask, and the task that asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followups.domain import playbooks
from followups.domain.playbooks import answering
from followups.enums import StepKind, StepState
from followups.models import Endorsement, StepRun
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep


@pytest.fixture
def task(ana: Customer, ines: Rep) -> StepRun:
    """To ask Ana for a case study."""
    assert ana.account
    ana.account.manager = ines.user
    ana.account.save(update_fields=["manager"])
    answer = ResponseFactory.create(invitation__customer=ana, score=10, answered_at=NOW)
    StepFactory.create(
        playbook=PlaybookFactory.create(band="promoter"),
        kind=StepKind.ENDORSEMENT,
        settings={"endorsement": "case_study"},
    )
    playbooks.begin_for(response_id=answer.pk, now=NOW)
    playbooks.advance(now=NOW)
    return StepRun.objects.get()


def test_the_answer_finishes_the_task(task: StepRun, ines: Rep) -> None:
    """T28, T14: agreed in place; the task and its run are done."""
    answering.agree(
        endorsement=task.endorsement, scope="Website", evidence="On the phone", actor=ines.user, now=NOW
    )

    task.refresh_from_db()
    assert (task.state, task.finished_by, task.note, task.run.state) == (
        StepState.DONE,
        ines.user,
        "They agreed.",
        "done",
    )
    assert task.endorsement.state == "agreed"


def test_no_is_an_answer_too(task: StepRun, ines: Rep) -> None:
    """T28."""
    answering.decline(endorsement=task.endorsement, words="Not this year.", actor=ines.user, now=NOW)

    task.refresh_from_db()
    assert (task.state, task.endorsement.state, task.endorsement.refusal) == (
        StepState.DONE,
        "declined",
        "Not this year.",
    )


def test_a_task_that_is_skipped_asked_nobody(task: StepRun, ines: Rep) -> None:
    """T28: the record holds what was asked, not what was planned."""
    playbooks.skip(step_run=task, actor=ines.user, reason="Busy weeks.", now=NOW)

    assert not Endorsement.objects.exists()


def test_asked_without_an_answer_yet_stays_open(task: StepRun, ines: Rep) -> None:
    playbooks.finish(step_run=task, actor=ines.user, note="", now=NOW)

    row = Endorsement.objects.get()
    assert (row.state, row.asked_at, row.recorded_by) == ("asked", NOW, ines.user)
    answering.decline(endorsement=row, actor=ines.user, now=NOW)
    task.refresh_from_db()
    assert task.state == StepState.DONE
