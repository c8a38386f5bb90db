"""The playbook builder says whether anybody hears what a step tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followups.enums import StepKind
from tests.factories.integrations import EndpointFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(program: Program) -> str:
    """The builder of a playbook whose only step tells another program."""
    step = StepFactory.create(kind=StepKind.WEBHOOK)
    return f"/playbooks/{step.playbook.pk}/edit/"


def test_where_nobody_listens_the_step_says_so(
    client_for: Callable[[User], Client], admin: User, manager: User, url: str
) -> None:
    """G50: only admins can add a webhook, so only they get the way there."""
    for_admins = client_for(admin).get(url).content.decode()
    for_others = client_for(manager).get(url).content.decode()

    assert "No webhook hears of" in for_admins
    assert '<a href="/settings/webhooks/">Add or change a webhook</a>' in for_admins
    assert "An admin adds one under Settings, Webhooks." in for_others
    assert "/settings/webhooks/" not in for_others


@pytest.mark.parametrize(("number", "says"), [(1, "1 webhook hears of it"), (2, "2 webhooks hear of it")])
def test_where_somebody_listens_the_step_says_how_many(
    client_for: Callable[[User], Client], manager: User, url: str, number: int, says: str
) -> None:
    EndpointFactory.create_batch(number, events=["playbook.step"])
    EndpointFactory.create(events=["case.reopened"])

    assert says in client_for(manager).get(url).content.decode()


def test_other_steps_say_nothing_of_webhooks(
    client_for: Callable[[User], Client], manager: User, program: Program
) -> None:
    playbook = PlaybookFactory.create()
    StepFactory.create(playbook=playbook)

    assert "playbook.step" not in client_for(manager).get(f"/playbooks/{playbook.pk}/edit/").content.decode()
