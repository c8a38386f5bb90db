"""Pauses: what was waited before and after adds up, whatever happens meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from followups.domain import opening, playbooks, working
from followups.enums import Delay, RunState, StepKind, StepState, WaitsFor
from followups.models import Message, Run, StepRun
from team.enums import Role
from team.models import Program, User
from tests.factories.followups import RepFactory
from tests.factories.messages import MessageTemplateFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp, MessageTemplate, Rep
    from responses.models import Response

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_pause_takes_nothing_from_the_patience_of_a_step(detractor: Response, followup: FollowUp) -> None:
    StepFactory.create(playbook=PlaybookFactory.create(), waits_for=WaitsFor.CONTACT, give_up_days=10)
    (run,) = playbooks.begin_for(response_id=detractor.pk, now=NOW)
    for start, end in [(1, 30), (31, 40)]:
        playbooks.pause_runs(runs=[run], reason="Holidays.", now=NOW + start * DAY)
        playbooks.resume_runs(runs=[run], now=NOW + end * DAY)

    # Paused for 38 days; the clocks went forward on the way, which gives back an hour.
    assert playbooks.advance(now=NOW + 48 * DAY - 2 * HOUR) == 0
    assert playbooks.advance(now=NOW + 48 * DAY) == 1
    assert run.steps.get().reason == "Waited 10 days for the personal contact."


def test_what_happens_in_a_pause_counts_from_its_end(
    promoter: Response, ines: Rep, letter: MessageTemplate
) -> None:
    playbook = PlaybookFactory.create()
    StepFactory.create(playbook=playbook)
    StepFactory.create(
        playbook=playbook,
        waits_for=WaitsFor.PREVIOUS,
        delay=3,
        delay_unit=Delay.DAYS,
        kind=StepKind.MESSAGE,
        template=letter,
        is_reviewed=False,
    )
    (run,) = playbooks.begin_for(response_id=promoter.pk, now=NOW)
    playbooks.advance(now=NOW)
    playbooks.pause_runs(runs=[run], reason="Holidays.", now=NOW + HOUR)
    playbooks.finish(step_run=run.steps.get(position=1), actor=ines.user, note="", now=NOW + 2 * HOUR)
    playbooks.resume_runs(runs=[run], now=NOW + 10 * DAY)

    assert playbooks.advance(now=NOW + 13 * DAY - HOUR) == 0
    assert not Message.objects.exists()
    assert playbooks.advance(now=NOW + 13 * DAY) == 1
    assert Message.objects.count() == 1


def test_a_lost_contact_signal_before_a_pause_is_made_good_for_after_it(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    StepFactory.create(playbook=PlaybookFactory.create(), waits_for=WaitsFor.CONTACT, delay=5)
    (run,) = playbooks.begin_for(response_id=detractor.pk, now=NOW)
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + HOUR)

    playbooks.pause_runs(runs=[run], reason="Holidays.", now=NOW + 2 * HOUR)
    playbooks.resume_runs(runs=[run], now=NOW + 12 * HOUR)

    assert run.steps.get().due_at == NOW + 16 * HOUR


class Clock:
    """Time on the wall, and the time in which the run was not held."""

    def __init__(self, run: Run, boss: User) -> None:
        self.run, self.boss, self.now, self.active = run, boss, NOW, timedelta(0)
        self.happened: dict[str, timedelta] = {}

    @property
    def is_held(self) -> bool:
        """True while the run is paused."""
        return Run.objects.get(pk=self.run.pk).state == RunState.PAUSED

    def wait(self, hours: int) -> None:
        """The clock goes on."""
        self.active += timedelta(0) if self.is_held else hours * HOUR
        self.now += hours * HOUR

    def act(self, name: str) -> None:
        """One event."""
        first = self.run.steps.get(position=1)
        if name == "pause":
            playbooks.pause_runs(runs=[self.run], reason="Wait.", now=self.now)
        elif name == "resume":
            playbooks.resume_runs(runs=[self.run], now=self.now)
        elif name == "work" and first.state == StepState.READY:
            playbooks.finish(step_run=first, actor=self.boss, note="", now=self.now)
            self.happened["work"] = self.active
        elif name == "contact" and "contact" not in self.happened and self.run.followup is not None:
            row = self.run.followup
            working.log_call(followup=row, actor=self.boss, reached=True, note="", now=self.now)
            playbooks.look_again(followup_id=row.pk, now=self.now)
            self.happened["contact"] = self.active

    def active_at(self, instant: datetime) -> timedelta:
        """How long the run will not have been held at an instant ahead, when nobody holds it any more."""
        return self.active + (instant - self.now)


def begun() -> Clock:
    """A task; steps a while after it, after the contact and after the start; one that soon loses patience."""
    Program.objects.current()
    boss = UserFactory.create(role=Role.MANAGER)
    RepFactory.create(capacity=9)
    letter = MessageTemplateFactory.create(texts={"en": ("Hello", "Hello.")})
    path = PlaybookFactory.create(band="detractor")
    StepFactory.create(playbook=path, position=1)
    StepFactory.create(playbook=path, position=2, waits_for=WaitsFor.PREVIOUS, delay=70)
    StepFactory.create(playbook=path, position=3, waits_for=WaitsFor.CONTACT, delay=50, give_up_days=8)
    StepFactory.create(
        playbook=path, position=4, delay=90, kind=StepKind.MESSAGE, template=letter, is_reviewed=False
    )
    response = ResponseFactory.create(score=3, answered_at=NOW)
    opening.open_for(response_id=response.pk, now=NOW)
    (run,) = playbooks.begin_for(response_id=response.pk, now=NOW)
    playbooks.advance(now=NOW)
    return Clock(Run.objects.get(pk=run.pk), boss)


def check(clock: Clock) -> None:
    """Whatever is still to come, comes after as much time as it was to wait, without the pauses."""
    wanted = {4: 90 * HOUR}
    if "work" in clock.happened:
        wanted[2] = clock.happened["work"] + 70 * HOUR
    if "contact" in clock.happened:
        wanted[3] = clock.happened["contact"] + 50 * HOUR
    for step in StepRun.objects.filter(state=StepState.WAITING):
        due = clock.active_at(step.due_at) if step.due_at else None
        assert due == wanted.get(step.position), f"step {step.position}"
        if step.position == 3 and due is None:
            assert step.gives_up_at is not None
            assert clock.active_at(step.gives_up_at) == 8 * DAY
    assert clock.run.steps.get(position=2).gives_up_at is None or "work" not in clock.happened


MOVES = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "work", "contact"]), st.integers(0, 30)), max_size=8
)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=MOVES)
def test_what_was_waited_before_and_after_pauses_adds_up(moves: list[tuple[str, int]]) -> None:
    """G15: nothing leaves earlier than it would have, and nothing is given up earlier."""
    with transaction.atomic():
        clock = begun()
        for name, hours in [*moves, ("resume", 0)]:
            clock.act(name)
            clock.wait(hours)
        check(clock)
        transaction.set_rollback(True)
