"""Whatever the order of answer, contact, resolution, pause and time: what must never happen, does not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from followups.domain import opening, playbooks, revising, working
from followups.enums import FINISHED_STEPS, MessageKind, Outcome, RunState, StepKind, StepState, WaitsFor
from followups.models import FollowUp, Message, MessageTemplate, Run, StepRun
from responses.models import Response
from team.enums import Role
from team.models import Program, User
from tests.factories.customers import CustomerFactory
from tests.factories.followups import RepFactory
from tests.factories.messages import MessageTemplateFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from followups.models import Rep


@dataclass
class World:
    """One answer, its rep and manager, and the hour."""

    response: Response
    rep: User
    boss: User
    offer: MessageTemplate
    now: datetime = NOW
    ended: dict[int, tuple[str, datetime | None]] = field(default_factory=dict)

    @property
    def followup(self) -> FollowUp | None:
        """The answer's, as it is now."""
        return FollowUp.objects.filter(response=self.response).first()


def made() -> World:
    """A promoter's path and a detractor's, with an offer that waits for the personal contact."""
    Program.objects.current()
    boss = UserFactory.create(role=Role.MANAGER)
    rep: Rep = RepFactory.create(capacity=9)
    letter = MessageTemplateFactory.create(texts={"en": ("Hello", "Hello.")})
    offer = MessageTemplateFactory.create(kind=MessageKind.OFFER, texts={"en": ("Offer", "For you.")})
    automatic = {"kind": StepKind.MESSAGE, "is_reviewed": False}
    path = PlaybookFactory.create(band="detractor")
    StepFactory.create(playbook=path, position=1, template=letter, **automatic)
    StepFactory.create(playbook=path, position=2, waits_for=WaitsFor.CONTACT)
    StepFactory.create(
        playbook=path, position=3, template=offer, waits_for=WaitsFor.CONTACT, delay=20, **automatic
    )
    StepFactory.create(playbook=path, position=4, waits_for=WaitsFor.RESOLUTION, give_up_days=3)
    StepFactory.create(playbook=path, position=5, waits_for=WaitsFor.PREVIOUS, kind=StepKind.WEBHOOK)
    ask = PlaybookFactory.create(band="promoter")
    StepFactory.create(playbook=ask, position=1, template=letter, delay=30, only_if="same_band", **automatic)
    StepFactory.create(playbook=ask, position=2, waits_for=WaitsFor.PREVIOUS, give_up_days=2)
    response = ResponseFactory.create(invitation__customer=CustomerFactory.create(), score=3, answered_at=NOW)
    return World(response, rep.user, boss, offer)


def answer(world: World) -> None:
    """The signal arrives, once more or at last."""
    opening.open_for(response_id=world.response.pk, now=world.now)
    playbooks.begin_for(response_id=world.response.pk, now=world.now)


def revise(world: World, score: int) -> None:
    """The customer changes the answer."""
    Response.objects.filter(pk=world.response.pk).update(score=score, revised_at=world.now)
    world.response.refresh_from_db()
    number = world.response.revisions.count() + 1
    RevisionFactory.create(response=world.response, number=number, recorded_at=world.now)
    answer(world)
    if world.followup:
        revising.note_change(followup=world.followup, now=world.now)


def resolve(world: World) -> None:
    """The rep closes the follow-up."""
    if world.followup:
        working.resolve(
            followup=world.followup,
            actor=world.boss,
            root_cause="product",
            outcome=Outcome.SOLVED,
            note="Done.",
            now=world.now,
        )


def contact(world: World) -> None:
    """The rep calls."""
    if world.followup:
        working.log_call(followup=world.followup, actor=world.boss, reached=True, note="", now=world.now)


def reopen(world: World) -> None:
    """It begins again."""
    if world.followup:
        working.reopen(followup=world.followup, actor=world.boss, note="Again.", now=world.now)


def hear(world: World) -> None:
    """The signal of the follow-up arrives."""
    if world.followup:
        playbooks.look_again(followup_id=world.followup.pk, now=world.now)


def work(world: World) -> None:
    """Somebody does the first task there is."""
    if task := StepRun.objects.tasks().first():
        playbooks.finish(step_run=task, actor=world.boss, note="", now=world.now)


def leave_out(world: World) -> None:
    """Somebody skips the last task there is."""
    if task := StepRun.objects.tasks().last():
        playbooks.skip(step_run=task, actor=world.boss, reason="No.", now=world.now)


def pass_time(world: World, hours: int) -> None:
    """The clock goes on."""
    world.now += timedelta(hours=hours)


ACTS: dict[str, Callable[[World], object]] = {
    "answer": answer,
    "revise to 9": lambda world: revise(world, 9),
    "revise to 2": lambda world: revise(world, 2),
    "contact": contact,
    "resolve": resolve,
    "reopen": reopen,
    "hear": hear,
    "sweep": lambda world: playbooks.advance(now=world.now),
    "work": work,
    "leave out": leave_out,
    "pause": lambda world: playbooks.pause_runs(runs=Run.objects.all(), reason="Wait.", now=world.now),
    "resume": lambda world: playbooks.resume_runs(runs=Run.objects.all(), now=world.now),
    "stop": lambda world: playbooks.stop_runs(
        runs=Run.objects.all(), reason="Enough.", actor=None, now=world.now
    ),
    "an hour": lambda world: pass_time(world, 1),
    "a day": lambda world: pass_time(world, 25),
    "a month": lambda world: pass_time(world, 24 * 31),
}
ORDERS = st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=30)


def check(world: World) -> None:
    """What holds after every event."""
    for step in StepRun.objects.select_related("run"):
        if step.pk in world.ended:
            assert (step.state, step.finished_at) == world.ended[step.pk], "a step ended twice"
        elif step.state in FINISHED_STEPS:
            world.ended[step.pk] = (step.state, step.finished_at)
        if step.run.state in (RunState.DONE, RunState.STOPPED):
            assert step.state in FINISHED_STEPS, "something waits in a run that has ended"
        if step.state == StepState.READY:
            assert step.assignee is not None, "a task is nobody's"
    written = list(Message.objects.values_list("step_run", flat=True))
    assert len(written) == len(set(written)), "a message was written twice"
    runs = Run.objects.values_list("playbook", "response")
    assert len(runs) == len(set(runs)), "a playbook ran twice"
    followup = world.followup
    for message in Message.objects.filter(template=world.offer):
        assert followup is not None
        assert followup.first_contact_at is not None, "an offer left before the personal contact"
        assert message.planned_at >= followup.first_contact_at + timedelta(hours=20)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(order=ORDERS)
def test_whatever_the_order_each_step_ends_once_and_offers_wait_for_the_contact(order: list[str]) -> None:
    """G18, G48, T30."""
    with transaction.atomic():
        world = made()
        for act in ["answer", *order, "sweep"]:
            # A person may be refused; nothing changes then.
            with suppress(working.Refused):
                ACTS[act](world)
            check(world)
        transaction.set_rollback(True)
