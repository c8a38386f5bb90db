"""Every answer is read again when the rules change, once, whoever dies on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from responses import tasks
from responses.domain import themes
from responses.domain.themes import editing, retagging
from responses.models import Response, ResponseTheme, Tagging, Theme
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

pytestmark = pytest.mark.django_db

LONG = timedelta(minutes=5)


@pytest.fixture
def speed(manager: User) -> Theme:
    return editing.add(name="Speed", description="", phrases={"en": ["slow"]}, actor=manager, now=NOW)


def clock() -> datetime:
    return NOW


def change(theme: Theme, manager: User, *phrases: str) -> None:
    editing.change(
        theme=theme, name=theme.name, description="", phrases={"en": phrases}, actor=manager, now=NOW
    )


def tagged() -> list[tuple[str, str]]:
    return list(ResponseTheme.objects.order_by("pk").values_list("response__reason", "found"))


def test_earlier_answers_get_the_theme_and_lose_it(speed: Theme, manager: User) -> None:
    """G42: a changed rule holds for everything that was ever said."""
    ResponseFactory.create(reason="So slow", language="en")
    ResponseFactory.create(reason="Too dear", language="en")
    ResponseFactory.create(reason="")

    assert retagging.run(clock=clock, budget=LONG) == 2
    assert tagged() == [("So slow", "slow")]
    job = Tagging.objects.get()
    assert (job.done_version, job.read, job.total, job.finished_at) == (job.version, 2, 2, NOW)
    assert retagging.run(clock=clock, budget=LONG) == 0

    change(speed, manager, "dear")
    assert tasks.read_themes() == 2
    assert tagged() == [("Too dear", "dear")]


def test_what_people_decided_stays(speed: Theme, manager: User) -> None:
    slow = ResponseFactory.create(reason="So slow", language="en")
    calm = ResponseFactory.create(reason="All well", language="en")
    retagging.run(clock=clock, budget=LONG)
    themes.untag(response=slow, theme=speed, actor=manager, now=NOW)
    themes.tag(response=calm, theme=speed, actor=manager, now=NOW)

    change(speed, manager, "slow", "so")
    retagging.run(clock=clock, budget=LONG)

    assert (themes.of(slow), themes.of(calm)) == ([], [speed])


def test_a_retired_theme_tags_nothing_more_and_keeps_what_it_has(speed: Theme, manager: User) -> None:
    before = ResponseFactory.create(reason="slow", language="en")
    retagging.run(clock=clock, budget=LONG)
    assert editing.switch(theme=speed, is_active=False, actor=manager, now=NOW)
    assert not editing.switch(theme=speed, is_active=False, actor=manager, now=NOW)
    after = ResponseFactory.create(reason="slow", language="en")
    retagging.run(clock=clock, budget=LONG)

    assert (themes.of(before), themes.of(after)) == ([speed], [])
    assert Tagging.objects.get().version == 2


def test_it_goes_on_where_a_dead_worker_stood(speed: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    ResponseFactory.create_batch(3, reason="slow", language="en")
    monkeypatch.setattr(retagging, "SLICE", 2)
    assert retagging.run(clock=iter([NOW, NOW, NOW, NOW, NOW + LONG]).__next__, budget=LONG) == 2
    assert ResponseTheme.objects.count() == 2

    # A worker took it and died.
    assert retagging.claim(now=NOW) == NOW + retagging.LEASE
    assert retagging.claim(now=NOW) is None
    assert retagging.run(clock=clock, budget=LONG) == 0
    assert retagging.run(clock=lambda: NOW + LONG, budget=LONG) == 1
    job = Tagging.objects.get()
    assert (job.read, job.done_version, ResponseTheme.objects.count()) == (3, 1, 3)


def test_rules_that_change_in_the_middle_begin_it_again(
    speed: Theme, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ResponseFactory.create_batch(3, reason="slow and dear", language="en")
    monkeypatch.setattr(retagging, "SLICE", 2)
    retagging.run(clock=iter([NOW, NOW, NOW, NOW, NOW + LONG]).__next__, budget=LONG)
    change(speed, manager, "dear")

    assert retagging.run(clock=clock, budget=LONG) == 3
    assert {found for _, found in tagged()} == {"dear"}
    assert Response.objects.count() == 3
