"""Which answers begin which playbooks, and that each does so once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from customers.enums import Stage
from followups.domain import playbooks, working
from followups.domain.playbooks import beginning
from followups.enums import PlaybookState, RunState, StepState, WaitsFor
from followups.models import FollowUp, Run, StepRun
from responses.domain import themes
from responses.enums import Origin, ResponseState
from responses.models import Theme
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import User


def begun_by(response: Response) -> list[str]:
    """The names of the playbooks that begin for this answer now."""
    return [run.playbook.name for run in playbooks.begin_for(response_id=response.pk, now=NOW)]


def revise(response: Response, score: int, *, days: float = 0) -> None:
    """The customer changes the answer."""
    response.score, response.revised_at = score, NOW + timedelta(days=days)
    response.save(update_fields=["score", "revised_at"])
    number = response.revisions.count() + 1
    RevisionFactory.create(response=response, number=number, recorded_at=response.revised_at)


def test_an_answer_begins_the_playbooks_that_fit_with_a_copy_of_their_steps(promoter: Response) -> None:
    """G15, T26."""
    playbook = PlaybookFactory.create(name="Thank them", band="promoter", version=4)
    PlaybookFactory.create(name="Calm them", band="detractor")
    step = StepFactory.create(playbook=playbook, title="Call", text="Say thanks.", delay=2, delay_unit="days")

    (run,) = playbooks.begin_for(response_id=promoter.pk, now=NOW)

    assert (run.playbook, run.version, run.state, run.customer) == (
        playbook,
        4,
        RunState.RUNNING,
        promoter.customer,
    )
    (copy,) = run.steps.all()
    assert (copy.step, copy.kind, copy.title, copy.text, copy.state) == (
        step,
        "task",
        "Call",
        "Say thanks.",
        StepState.WAITING,
    )
    assert (copy.due_at, copy.terms["delay"], copy.terms["waits_for"]) == (
        NOW + timedelta(days=2),
        2,
        "start",
    )


def test_a_change_of_the_playbook_holds_for_later_answers_only(promoter: Response, maya: Customer) -> None:
    """What runs keeps the steps with which it began."""
    playbook = PlaybookFactory.create()
    step = StepFactory.create(playbook=playbook, title="Call")
    playbooks.begin_for(response_id=promoter.pk, now=NOW)
    step.title, step.delay = "Write", 9
    step.save(update_fields=["title", "delay"])
    later = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW)

    playbooks.begin_for(response_id=later.pk, now=NOW)

    titles = StepRun.objects.order_by("pk").values_list("title", "terms__delay")
    assert list(titles) == [("Call", 0), ("Write", 9)]


def test_begin_for_twice_begins_once(promoter: Response) -> None:
    playbook = PlaybookFactory.create()
    StepFactory.create(playbook=playbook)

    assert len(playbooks.begin_for(response_id=promoter.pk, now=NOW)) == 1
    assert playbooks.begin_for(response_id=promoter.pk, now=NOW) == []
    assert Run.objects.count() == StepRun.objects.count() == 1


@pytest.mark.parametrize("state", [PlaybookState.DRAFT, PlaybookState.PAUSED, PlaybookState.STOPPED])
def test_only_an_active_playbook_begins(promoter: Response, state: PlaybookState) -> None:
    PlaybookFactory.create(state=state)

    assert begun_by(promoter) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ResponseState.PROVISIONAL},
        {"state": ResponseState.EXCLUDED, "excluded_reason": "A test"},
        {"customer": None},
        {"origin": Origin.IMPORTED},
        {"answered_at": NOW - timedelta(days=31)},
    ],
    ids=["provisional", "excluded", "anonymous", "imported", "before it was active"],
)
def test_answers_that_begin_nothing(maya: Customer, fields: dict[str, object]) -> None:
    PlaybookFactory.create()
    response = ResponseFactory.create(**{"invitation__customer": maya, **fields})

    assert begun_by(response) == []


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({"band": "promoter"}, True),
        ({"band": "passive"}, False),
        ({"stages": [Stage.ADVOCATE, Stage.NEW]}, True),
        ({"stages": [Stage.LOSS]}, False),
        ({"least_value": 50_000}, True),
        ({"least_value": 50_001}, False),
        ({"least_value": 1, "currency": "EUR"}, True),
        ({"least_value": 1, "currency": "USD"}, False),
        ({"renewal_days": 20}, True),
        ({"renewal_days": 19}, False),
    ],
)
def test_each_condition_narrows(
    promoter: Response, maya: Customer, conditions: dict[str, object], fits: bool
) -> None:
    """By band, stage, what the account pays, and the days to the renewal."""
    promoter.stage = Stage.ADVOCATE
    promoter.save(update_fields=["stage"])
    maya.renewal_on = (NOW + timedelta(days=20)).date()
    maya.save(update_fields=["renewal_on"])
    PlaybookFactory.create(name="It", **conditions)

    assert begun_by(promoter) == (["It"] if fits else [])


def test_a_renewal_that_is_over_does_not_fit(promoter: Response, maya: Customer) -> None:
    maya.renewal_on = (NOW - timedelta(days=1)).date()
    maya.save(update_fields=["renewal_on"])
    PlaybookFactory.create(renewal_days=90)

    assert begun_by(promoter) == []


def test_themes_fit_also_when_somebody_tags_the_answer_later(promoter: Response, petra: User) -> None:
    """G42."""
    price = Theme.objects.create(code="price", name="Price")
    PlaybookFactory.create(name="About prices").themes.add(price)

    assert begun_by(promoter) == []
    themes.tag(response=promoter, theme=price, actor=petra, now=NOW)
    assert begun_by(promoter) == ["About prices"]


def test_what_is_found_in_old_answers_today_begins_nothing(maya: Customer, petra: User) -> None:
    """T26: a new phrase of a theme, read for in all answers there are, writes to nobody of long ago."""
    price = Theme.objects.create(code="price", name="Price")
    PlaybookFactory.create(name="About prices", active_from=NOW - timedelta(days=400)).themes.add(price)
    old = ResponseFactory.create(invitation__customer=maya, score=3, answered_at=NOW - timedelta(days=300))
    themes.tag(response=old, theme=price, actor=petra, now=NOW)
    assert begun_by(old) == []

    # Their own new words are news.
    revise(old, 3)
    assert begun_by(old) == ["About prices"]


def test_of_a_group_the_first_by_position_begins_alone(promoter: Response) -> None:
    PlaybookFactory.create(name="Second", group="ask", position=20)
    PlaybookFactory.create(name="First", group="ask", position=10)
    PlaybookFactory.create(name="Beside", position=5)

    assert begun_by(promoter) == ["Beside", "First"]
    assert begun_by(promoter) == []


def test_a_revision_into_another_band_ends_what_has_not_reached_the_customer(promoter: Response) -> None:
    """The promoter's ask is cancelled before it left; the detractor's path begins."""
    asking = PlaybookFactory.create(name="Ask", band="promoter")
    StepFactory.create(playbook=asking, delay=3, delay_unit="days")
    PlaybookFactory.create(name="Anybody")
    PlaybookFactory.create(name="Calm", band="detractor")
    assert begun_by(promoter) == ["Anybody", "Ask"]

    revise(promoter, 2)

    assert begun_by(promoter) == ["Calm"]
    states = dict(Run.objects.values_list("playbook__name", "state"))
    assert states == {"Ask": RunState.STOPPED, "Anybody": RunState.DONE, "Calm": RunState.DONE}
    assert StepRun.objects.get(run__playbook=asking).state == StepState.CANCELLED
    assert Run.objects.get(playbook=asking).reason == "The answer changed: it is a detractor’s now."


def test_a_revision_leaves_a_run_alone_that_has_reached_the_customer(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    """Who was called is not dropped because the answer got better."""
    playbook = PlaybookFactory.create(band="detractor")
    StepFactory.create(playbook=playbook, waits_for=WaitsFor.RESOLUTION)
    playbooks.begin_for(response_id=detractor.pk, now=NOW)
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW)

    revise(detractor, 9)
    playbooks.begin_for(response_id=detractor.pk, now=NOW)

    assert Run.objects.get().state == RunState.RUNNING


def test_an_old_answer_that_is_revised_begins_by_when_it_entered_its_band(maya: Customer) -> None:
    """A new word on an old promoter's answer begins nothing; an old passive who becomes one does."""
    old = NOW - timedelta(days=60)
    PlaybookFactory.create(name="Ask", band="promoter")
    stayed = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=old)
    rose = ResponseFactory.create(invitation__customer=maya, score=7, answered_at=old)

    revise(stayed, 10)
    revise(rose, 10)

    assert (begun_by(stayed), begun_by(rose)) == ([], ["Ask"])


def test_begin_missing_makes_good_for_lost_signals(promoter: Response, maya: Customer) -> None:
    PlaybookFactory.create(band="promoter")
    ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW - timedelta(days=8))

    assert beginning.begin_missing(now=NOW) == 1
    assert beginning.begin_missing(now=NOW) == 0
    assert Run.objects.get().response == promoter


def test_begin_missing_asks_no_more_of_the_database_with_more_answers(
    promoter: Response, maya: Customer, django_assert_num_queries: object
) -> None:
    PlaybookFactory.create(band="detractor")
    ResponseFactory.create_batch(3, invitation__customer=maya, score=9, answered_at=NOW)

    with django_assert_num_queries(3):  # type: ignore[operator]  # the fixture is untyped
        beginning.begin_missing(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_four_at_once_begin_one_run(program: object) -> None:
    response = ResponseFactory.create(score=10, answered_at=NOW)
    StepFactory.create(playbook=PlaybookFactory.create())

    def begin(_: int) -> int:
        try:
            return len(playbooks.begin_for(response_id=response.pk, now=NOW))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(begin, range(4)))

    assert sorted(begun) == [0, 0, 0, 1]
    assert Run.objects.count() == StepRun.objects.count() == 1
