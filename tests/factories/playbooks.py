"""Playbooks that are active, and steps of theirs."""

from __future__ import annotations

from datetime import timedelta

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from followups.enums import PlaybookState, StepKind
from followups.models import Playbook, Step
from tests.moments import NOW


class PlaybookFactory(DjangoModelFactory[Playbook]):
    """One that is active since a month ago and fits everybody."""

    class Meta:
        model = Playbook

    name = Sequence(lambda number: f"Playbook {number}")
    state = PlaybookState.ACTIVE
    active_from = NOW - timedelta(days=30)


class StepFactory(DjangoModelFactory[Step]):
    """A task at once, of whoever has the follow-up."""

    class Meta:
        model = Step

    playbook = SubFactory(PlaybookFactory)
    position = Sequence(lambda number: number + 1)
    kind = StepKind.TASK
    title = Sequence(lambda number: f"Step {number}")
