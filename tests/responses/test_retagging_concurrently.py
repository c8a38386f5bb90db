"""Everything is read again while others read, tag and change the rules: threads, both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from responses.domain import themes
from responses.domain.themes import editing, retagging
from responses.enums import TagOrigin
from responses.models import Response, ResponseTheme, Tagging, Theme
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from team.models import User

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS, WORKERS = 30, 5
LONG = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten slices: there is much between which others may come."""
    monkeypatch.setattr(retagging, "SLICE", 3)


@pytest.fixture
def boss() -> User:
    return UserFactory.create()


@pytest.fixture
def answers() -> list[Response]:
    """Visitors' answers, all with the same words."""
    campaign = CampaignFactory.create()
    common = {"invitation": None, "customer": None, "campaign": campaign, "stage": ""}
    return ResponseFactory.create_batch(ANSWERS, reason="so slow and dear", language="en", **common)


@pytest.fixture
def speed(boss: User, answers: list[Response]) -> Theme:
    """A theme for which nothing was read yet."""
    return editing.add(name="Speed", description="", phrases={"en": ["slow"]}, actor=boss, now=NOW)


def side_by_side(*works: Callable[[], object]) -> list[object]:
    """All let go at the same moment, each with a database connection of its own."""
    gate = threading.Barrier(len(works))

    def alone(work: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(alone, works))


def read_all(at: datetime = NOW) -> int:
    """What a worker does that is rung again and again until there is nothing left to do."""
    done = 0
    while retagging.is_running(retagging.progress()):
        done += retagging.run(clock=lambda: at, budget=LONG)
    return done


def change(theme: Theme, boss: User, *phrases: str) -> None:
    editing.change(theme=theme, name="Speed", description="", phrases={"en": phrases}, actor=boss, now=NOW)


def found(theme: Theme) -> list[str]:
    """The words found in each answer that has the theme."""
    links = ResponseTheme.objects.filter(theme=theme, is_removed=False)
    return list(links.values_list("found", flat=True))


def test_many_workers_read_each_answer_once(speed: Theme) -> None:
    """G42: one of them works, the others find the job taken."""
    counts = side_by_side(*[read_all] * WORKERS)

    job = Tagging.objects.get()
    assert sum(int(str(count)) for count in counts) == ANSWERS
    assert (job.read, job.total, job.done_version) == (ANSWERS, ANSWERS, job.version)
    assert found(speed) == ["slow"] * ANSWERS


def test_a_worker_whose_lease_was_over_leaves_the_job_to_the_next(speed: Theme) -> None:
    """Both are at it for a moment: no answer is counted twice, none is left out."""
    later = NOW + 2 * retagging.LEASE

    side_by_side(read_all, lambda: read_all(later), lambda: read_all(later + LONG))

    job = Tagging.objects.get()
    assert (job.read, job.done_version) == (ANSWERS, job.version)
    assert found(speed) == ["slow"] * ANSWERS


def test_what_a_person_decides_meanwhile_stays(speed: Theme, boss: User, answers: list[Response]) -> None:
    """G42: taken off and put on while the rules' own links are written anew."""
    read_all()
    price = Theme.objects.create(code="price", name="Price")
    change(speed, boss, "so slow")
    removed: list[bool] = []

    def decide() -> None:
        for answer in reversed(answers):
            removed.append(themes.untag(response=answer, theme=speed, actor=boss, now=NOW))
            themes.tag(response=answer, theme=price, actor=boss, now=NOW)

    side_by_side(read_all, decide, lambda: read_all(NOW + 2 * retagging.LEASE))
    change(speed, boss, "slow")
    read_all()

    assert removed == [True] * ANSWERS
    assert found(speed) == []
    assert (
        ResponseTheme.objects.filter(theme=speed, origin=TagOrigin.PERSON, is_removed=True).count() == ANSWERS
    )
    assert found(price) == [""] * ANSWERS


def test_the_newest_rules_win(speed: Theme, boss: User) -> None:
    """Rules that change in the middle, again and again."""

    def change_often() -> None:
        for phrase in ("so slow", "slow and", "dear"):
            change(speed, boss, phrase)

    side_by_side(read_all, change_often, read_all)
    read_all()

    job = Tagging.objects.get()
    assert (job.version, job.done_version, job.read) == (4, 4, ANSWERS)
    assert found(speed) == ["dear"] * ANSWERS


@pytest.mark.parametrize("is_first", [False, True], ids=["changed", "the first ever"])
def test_an_answer_that_is_stored_meanwhile_has_the_newest_rules(boss: User, is_first: bool) -> None:
    """Its transaction read the old rules and ends behind the change: whoever changes them waits for it."""
    if not is_first:
        theme = editing.add(name="Speed", description="", phrases={"en": ["slow"]}, actor=boss, now=NOW)
        read_all()
    campaign = CampaignFactory.create()
    has_read, is_changed = threading.Event(), threading.Event()

    def answer() -> None:
        with transaction.atomic():
            facts = {"campaign": campaign, "score": 3, "reason": "slow and dear", "language": "en"}
            response = Response.objects.create(answered_at=NOW, **facts)
            themes.read(response=response, now=NOW)
            has_read.set()
            # Nobody gets past us; without waiting, the change and its reading would both be done by then.
            assert not is_changed.wait(timeout=0.5)

    def change_and_read() -> None:
        has_read.wait(timeout=30)
        if is_first:
            editing.add(name="Speed", description="", phrases={"en": ["dear"]}, actor=boss, now=NOW)
        else:
            change(theme, boss, "dear")
        read_all()
        is_changed.set()

    side_by_side(answer, change_and_read)

    assert found(Theme.objects.get()) == ["dear"]


def test_answers_are_stored_while_everything_is_read_again(speed: Theme) -> None:
    """Nobody who answers waits for the job: it holds its row, and they only share it."""
    campaign = CampaignFactory.create()

    def answer() -> None:
        for number in range(10):
            with transaction.atomic():
                facts = {"campaign": campaign, "score": number, "reason": f"slow {number}", "language": "en"}
                themes.read(response=Response.objects.create(answered_at=NOW, **facts), now=NOW)

    side_by_side(read_all, *[answer] * 4)

    assert len(found(speed)) == ANSWERS + 40
