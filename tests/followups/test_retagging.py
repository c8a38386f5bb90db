"""What the rooms above do when every earlier answer is read again: nothing about what is long past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from followups.domain import opening
from followups.models import Activity, AssignmentDecision, FollowUp, Message, Notification, Run
from responses.domain import themes
from responses.domain.themes import editing, retagging
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response, Theme
    from team.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def answer(customer: Customer, *, days: int) -> Response:
    """A detractor's answer of so many days ago, with its follow-up."""
    at = NOW - timedelta(days=days)
    response = ResponseFactory.create(
        invitation__customer=customer, score=3, reason="Far too slow", language="en", answered_at=at
    )
    opening.open_for(response_id=response.pk, now=at)
    return response


def add_phrase(theme: Theme, capture: DjangoCaptureOnCommitCallbacks, *, actor: User) -> None:
    """A phrase is added, and every answer is read again, with all that is told of it."""
    with capture(execute=True):
        editing.change(
            theme=theme, name=theme.name, description="", phrases={"en": ["slow"]}, actor=actor, now=NOW
        )
        retagging.run(clock=lambda: NOW, budget=retagging.LEASE)


def told() -> list[int]:
    """How much the room has decided, written down and sent."""
    return [model.objects.count() for model in (AssignmentDecision, Activity, Notification, Message, Run)]


def test_an_old_answer_gets_its_theme_and_nothing_else_happens(
    ana: Customer,
    ines: Rep,
    omar: Rep,
    petra: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """G42 T33: no playbook begins, nobody is written to, and no follow-up goes to whoever knows the theme."""
    speed = editing.add(name="Speed", description="", phrases={}, actor=petra, now=NOW)
    playbook = PlaybookFactory.create(active_from=NOW - timedelta(days=400))
    playbook.themes.add(speed)
    StepFactory.create(playbook=playbook)
    old = answer(ana, days=20)
    owner = FollowUp.objects.get().assignee
    assert owner
    (omar if owner == ines.user else ines).skills.add(speed)
    before = told()

    add_phrase(speed, django_capture_on_commit_callbacks, actor=petra)

    assert themes.of(old) == [speed]
    assert (told(), Run.objects.exists()) == (before, False)
    assert FollowUp.objects.get().assignee == owner


def test_an_answer_of_these_days_begins_what_its_new_theme_asks_for(
    ana: Customer, ines: Rep, petra: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """As the sweep would do, which looks back as far."""
    speed = editing.add(name="Speed", description="", phrases={}, actor=petra, now=NOW)
    playbook = PlaybookFactory.create()
    playbook.themes.add(speed)
    fresh = answer(ana, days=6)

    add_phrase(speed, django_capture_on_commit_callbacks, actor=petra)

    assert Run.objects.get().response == fresh
    assert FollowUp.objects.get().assignee == ines.user
