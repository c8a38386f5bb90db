"""Tasks that have lost their sense leave people's lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from followups.domain import messages, playbooks, queue, telling, working
from followups.domain.playbooks import moot
from followups.enums import MessageKind, OnlyIf, Outcome, RunState, StepKind, StepState
from followups.models import Run, StepRun
from responses.models import Response
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import FollowUp, MessageTemplate, Rep
    from team.models import User

HOUR = timedelta(hours=1)
DONE: dict[str, Any] = {"root_cause": "support", "outcome": Outcome.SOLVED, "note": "Called."}


@pytest.fixture
def run(followup: FollowUp, letter: MessageTemplate) -> Run:
    """A letter while nobody has been in contact, and a decision while it is open: both are Ines' tasks."""
    playbook = PlaybookFactory.create(band="detractor")
    StepFactory.create(
        playbook=playbook,
        title="Write to understand",
        kind=StepKind.MESSAGE,
        template=letter,
        only_if=OnlyIf.NOT_CONTACTED,
    )
    StepFactory.create(playbook=playbook, title="Decide how it ends", only_if=OnlyIf.UNRESOLVED)
    (begun,) = playbooks.begin_for(response_id=followup.response_id, now=NOW)
    playbooks.advance(now=NOW)
    assert set(begun.steps.values_list("state", flat=True)) == {StepState.READY}
    return begun


def ended(run: Run) -> list[tuple[str, str]]:
    """The steps that are over, with the reason."""
    over = run.steps.exclude(state=StepState.READY).order_by("position")
    return list(over.values_list("state", "reason"))


CONTACTED = (StepState.SKIPPED, "The customer has been contacted by then.")
CLOSED = (StepState.SKIPPED, "The follow-up is closed by then.")


def test_what_a_call_and_a_resolution_overtake_is_nobodys_task(
    run: Run, followup: FollowUp, ines: Rep
) -> None:
    """T25, G18: the history says why, and the run ends."""
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + HOUR)
    playbooks.look_again(followup_id=followup.pk, now=NOW + HOUR)
    assert ended(run) == [CONTACTED]

    working.resolve(followup=followup, actor=ines.user, now=NOW + HOUR, **DONE)
    playbooks.look_again(followup_id=followup.pk, now=NOW + HOUR)

    run.refresh_from_db()
    assert (ended(run), run.state) == ([CONTACTED, CLOSED], RunState.DONE)
    assert queue.counts(user=ines.user, now=NOW + HOUR)[queue.TASKS] == 0
    lines = [telling.headline(line) for line in followup.activities.filter(kind="step")]
    assert any("skipped: the customer has been contacted by then" in line for line in lines)


def test_a_letter_written_by_hand_takes_the_place_of_the_playbooks(
    run: Run, followup: FollowUp, ines: Rep
) -> None:
    said: dict[str, Any] = {"subject": "Sorry", "body": "Hello Ana", "kind": MessageKind.PERSONAL}
    assert followup.customer
    messages.write(customer=followup.customer, author=ines.user, followup=followup, now=NOW + HOUR, **said)
    playbooks.look_again(followup_id=followup.pk, now=NOW + HOUR)

    step = run.steps.get(position=1)
    with pytest.raises(playbooks.TaskOver):
        playbooks.send(step_run=step, actor=ines.user, subject="s", body="b", nonce=None, now=NOW + HOUR)


def test_the_sweep_makes_good_for_lost_signals(run: Run, followup: FollowUp, ines: Rep) -> None:
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + HOUR)
    working.resolve(followup=followup, actor=ines.user, now=NOW + HOUR, **DONE)

    playbooks.advance(now=NOW + HOUR)

    assert ended(run) == [CONTACTED, CLOSED]
    assert moot.drop_missed(now=NOW + HOUR) == 0


def test_in_a_paused_run_people_keep_what_they_have(run: Run, followup: FollowUp, ines: Rep) -> None:
    playbooks.pause_runs(runs=[run], reason="Wait", now=NOW)
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + HOUR)

    playbooks.look_again(followup_id=followup.pk, now=NOW + HOUR)
    playbooks.advance(now=NOW + HOUR)

    assert ended(run) == []


def test_whoever_wants_no_contact_any_more_is_on_no_list(promoter: Response, ines: Rep) -> None:
    """Without a follow-up, too: the changed answer says it."""
    playbook = PlaybookFactory.create(band="promoter")
    StepFactory.create(playbook=playbook, only_if=OnlyIf.WANTS_CONTACT)
    (run,) = playbooks.begin_for(response_id=promoter.pk, now=NOW)
    playbooks.advance(now=NOW)
    Response.objects.update(contact_me=False)

    playbooks.look_again_at(response_id=promoter.pk, now=NOW + HOUR)

    assert ended(run) == [(StepState.SKIPPED, "The customer does not want to be contacted.")]


def test_the_composer_says_that_a_letter_is_ready(
    run: Run, followup: FollowUp, ines: Rep, client_for: Callable[[User], Client]
) -> None:
    """T25 T27."""
    client, address = client_for(ines.user), reverse("followups:write", args=[followup.pk])
    task = StepRun.objects.get(kind=StepKind.MESSAGE)

    assert reverse("followups:task", args=[task.pk]) in client.get(address).content.decode()

    playbooks.skip(step_run=task, actor=ines.user, reason="Rather a call.", now=NOW)
    assert "A letter is ready" not in client.get(address).content.decode()
