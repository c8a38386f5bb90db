"""The sweep: what each kind of step does when its time has come, and what stops it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from followups.domain import playbooks, working
from followups.enums import (
    ActivityKind,
    MessageKind,
    NotificationKind,
    OnlyIf,
    Outcome,
    RunState,
    StepKind,
    StepState,
    WaitsFor,
    Worker,
)
from followups.models import Activity, FollowUp, Message, Notification, Run, StepRun
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory, MessageTemplateFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import MessageTemplate, Playbook, Rep
    from responses.models import Response
    from team.models import User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def run_of(response: Response, *steps: dict[str, Any], **fields: Any) -> Run:
    """Begin a playbook with these steps for this answer."""
    playbook: Playbook = PlaybookFactory.create(name="Care", **fields)
    for step in steps:
        StepFactory.create(playbook=playbook, **step)
    (run,) = playbooks.begin_for(response_id=response.pk, now=NOW)
    return run


def step_of(run: Run, position: int = 1) -> StepRun:
    """As it is stored now."""
    return run.steps.get(position=position)


def states(run: Run) -> list[str]:
    """Where the steps stand, in order."""
    return list(run.steps.order_by("position").values_list("state", flat=True))


def test_a_task_becomes_its_owners_with_a_day_and_a_word(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    """T25: whoever has the follow-up has it to do, and is told at once."""
    run = run_of(detractor, {"title": "Call back", "text": "Ask first.", "due_days": 2})

    assert playbooks.advance(now=NOW) == 1

    step = step_of(run)
    assert (step.state, step.assignee, step.ready_at, step.due_at) == (
        StepState.READY,
        ines.user,
        NOW,
        NOW + 2 * DAY,
    )
    told = Notification.objects.get(recipient=ines.user, kind=NotificationKind.TASK)
    assert (told.title, told.text, told.step_run, told.path) == (
        "Call back: Ana Ruiz",
        "Ask first.",
        step,
        f"/followups/tasks/{step.pk}/",
    )
    line = followup.activities.get(kind=ActivityKind.STEP)
    assert line.facts["words"] == "Playbook “Care”: “Call back” is to do"


@pytest.mark.parametrize(
    ("worker", "name"),
    [
        (Worker.OWNER, "Omar"),
        (Worker.ACCOUNT_MANAGER, "Ines"),
        (Worker.MANAGER, "Petra"),
        (Worker.PERSON, "Petra"),
    ],
)
def test_whose_task_it_is(maya: Customer, omar: Rep, petra: User, worker: Worker, name: str) -> None:
    omar.user.manager = petra
    omar.user.save(update_fields=["manager"])
    followup = FollowUpFactory.create(customer=maya, assignee=omar.user)
    run = run_of(followup.response, {"worker": worker, "person": petra})

    playbooks.advance(now=NOW)

    assert str(step_of(run).assignee) == name


def test_without_a_followup_the_task_is_the_account_managers(promoter: Response, ines: Rep) -> None:
    run = run_of(promoter, {"worker": Worker.OWNER})

    playbooks.advance(now=NOW)

    assert step_of(run).assignee == ines.user


def test_a_task_of_somebody_who_left_is_a_managers(promoter: Response, ines: Rep, petra: User) -> None:
    ines.user.is_active = False
    ines.user.save(update_fields=["is_active"])
    run = run_of(promoter, {"worker": Worker.ACCOUNT_MANAGER})

    playbooks.advance(now=NOW)

    assert step_of(run).assignee == petra


def test_nobody_gets_a_task_while_others_do_their_work(promoter: Response, ines: Rep, petra: User) -> None:
    """T34: their manager has it; whoever hands nothing over while away gets it all the same."""
    run = run_of(promoter, {}, {"delay": 2})
    ines.away_until = NOW + timedelta(days=3)
    ines.save(update_fields=["away_until"])

    playbooks.advance(now=NOW)
    ines.hands_over = False
    ines.save(update_fields=["hands_over"])
    playbooks.advance(now=NOW + 2 * HOUR)

    assert [step.assignee for step in run.steps.order_by("position")] == [petra, ines.user]


def test_what_somebody_has_on_purpose_while_away_brings_its_tasks(
    detractor: Response, followup: FollowUp, ines: Rep, petra: User
) -> None:
    ines.away_until = NOW + timedelta(days=3)
    ines.save(update_fields=["away_until"])
    run = run_of(detractor, {})

    playbooks.advance(now=NOW)

    assert (followup.assignee, step_of(run).assignee) == (ines.user, ines.user)


def test_a_task_goes_with_its_followup_unless_somebody_gave_it_away(
    detractor: Response, followup: FollowUp, omar: Rep, ines: Rep, petra: User
) -> None:
    run = run_of(detractor, {"title": "One"}, {"title": "Two"})
    playbooks.advance(now=NOW)
    playbooks.hand_over(step_run=step_of(run, 2), to=petra, actor=ines.user, now=NOW)

    working.reassign(followup=followup, to=omar.user, actor=petra, reason="Leave", now=NOW)
    playbooks.look_again(followup_id=followup.pk, now=NOW)

    assert [step.assignee for step in run.steps.order_by("position")] == [omar.user, petra]


@pytest.mark.parametrize(
    ("delay", "unit", "due_at"),
    [
        (5, "hours", NOW + 5 * HOUR),
        # Tuesday 10:00 in Berlin: seven hours today, nine of the next two days.
        (16, "working_hours", datetime(2026, 3, 12, 9, tzinfo=UTC)),
        (2, "days", NOW + 2 * DAY),
        # The clocks go forward on March 29: ten o'clock stays ten o'clock.
        (20, "days", datetime(2026, 3, 30, 8, tzinfo=UTC)),
    ],
)
def test_delays_are_hours_working_hours_or_days(
    promoter: Response, delay: int, unit: str, due_at: datetime
) -> None:
    """G15."""
    run = run_of(promoter, {"delay": delay, "delay_unit": unit})

    assert step_of(run).due_at == due_at
    assert playbooks.advance(now=due_at - timedelta(seconds=1)) == 0
    assert playbooks.advance(now=due_at) == 1


def test_a_step_after_another_waits_for_its_end(promoter: Response, ines: Rep) -> None:
    run = run_of(promoter, {}, {"waits_for": WaitsFor.PREVIOUS, "delay": 3, "delay_unit": "days"})
    playbooks.advance(now=NOW)
    assert step_of(run, 2).due_at is None

    playbooks.finish(step_run=step_of(run), actor=ines.user, note="Done.", now=NOW + DAY)

    assert step_of(run, 2).due_at == NOW + 4 * DAY
    assert playbooks.advance(now=NOW + 4 * DAY) == 1
    assert states(run) == [StepState.DONE, StepState.READY]


def test_an_offer_waits_for_the_personal_contact(detractor: Response, followup: FollowUp, ines: Rep) -> None:
    """G18, T30: nothing but a person's contact lets the offer go."""
    offer = MessageTemplateFactory.create(kind=MessageKind.OFFER, texts={"en": ("Offer", "For you.")})
    waits = {"waits_for": WaitsFor.CONTACT, "delay": 1, "delay_unit": "days"}
    run = run_of(detractor, {"kind": StepKind.MESSAGE, "template": offer, "is_reviewed": False, **waits})
    playbooks.advance(now=NOW + 30 * DAY)
    assert (step_of(run).state, Message.objects.count()) == (StepState.WAITING, 0)

    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + 31 * DAY)
    playbooks.look_again(followup_id=followup.pk, now=NOW + 31 * DAY)

    playbooks.advance(now=NOW + 32 * DAY - HOUR)
    assert not Message.objects.exists()
    playbooks.advance(now=NOW + 32 * DAY)
    assert Message.objects.get().template == offer


def test_a_call_that_nobody_answered_lets_no_offer_go(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    """G18, G51: it meets the deadline of the first contact; it is none that an offer could follow."""
    offer = MessageTemplateFactory.create(kind=MessageKind.OFFER, texts={"en": ("Offer", "For you.")})
    waits = {"waits_for": WaitsFor.CONTACT, "kind": StepKind.MESSAGE}
    run_of(
        detractor,
        {"template": offer, "is_reviewed": False, **waits},
        {"only_if": OnlyIf.NOT_CONTACTED, "delay": 2},
    )
    working.log_call(followup=followup, actor=ines.user, reached=False, note="", now=NOW + HOUR)

    assert playbooks.advance(now=NOW + DAY) == 1
    assert [step.state for step in StepRun.objects.order_by("position")] == [
        StepState.WAITING,
        StepState.READY,
    ]
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + 2 * DAY)
    playbooks.advance(now=NOW + 2 * DAY)

    assert Message.objects.get().template == offer


def test_a_personal_letter_is_a_contact_until_it_comes_back(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    """G18."""
    run = run_of(detractor, {"waits_for": WaitsFor.CONTACT, "delay": 1, "delay_unit": "days"})
    letter = MessageFactory.create(followup=followup, customer=followup.customer, author=ines.user)
    playbooks.advance(now=NOW)
    assert step_of(run).due_at == letter.planned_at + DAY

    letter.bounced_at = NOW + HOUR
    letter.save(update_fields=["bounced_at"])
    playbooks.advance(now=letter.planned_at + DAY)

    assert (step_of(run).state, step_of(run).due_at) == (StepState.WAITING, None)


def test_what_never_comes_is_given_up(detractor: Response, followup: FollowUp) -> None:
    run = run_of(detractor, {"waits_for": WaitsFor.CONTACT, "give_up_days": 10})

    assert playbooks.advance(now=NOW + 9 * DAY) == 0
    assert playbooks.advance(now=NOW + 10 * DAY) == 1

    step = step_of(run)
    assert (step.state, step.reason) == (StepState.SKIPPED, "Waited 10 days for the personal contact.")
    assert Run.objects.get().state == RunState.DONE


def test_the_sweep_makes_good_for_a_lost_contact_signal(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    run = run_of(detractor, {"waits_for": WaitsFor.CONTACT})
    working.log_call(followup=followup, actor=ines.user, reached=True, note="", now=NOW + HOUR)

    assert playbooks.advance(now=NOW + HOUR) == 1
    assert states(run) == [StepState.READY]


def test_a_reopened_followup_takes_the_time_after_its_resolution_back(
    detractor: Response, followup: FollowUp, ines: Rep
) -> None:
    run = run_of(detractor, {"waits_for": WaitsFor.RESOLUTION, "delay": 7, "delay_unit": "days"})
    said: dict[str, Any] = {"root_cause": "product", "outcome": Outcome.SOLVED, "note": "Fixed."}
    working.resolve(followup=followup, actor=ines.user, now=NOW, **said)
    playbooks.look_again(followup_id=followup.pk, now=NOW)
    assert step_of(run).due_at == NOW + 7 * DAY

    working.reopen(followup=followup, actor=ines.user, note="Again.", now=NOW + DAY)
    playbooks.advance(now=NOW + 7 * DAY)
    assert (step_of(run).state, step_of(run).due_at) == (StepState.WAITING, None)

    working.resolve(followup=followup, actor=ines.user, now=NOW + 8 * DAY, **said)
    playbooks.look_again(followup_id=followup.pk, now=NOW + 8 * DAY)
    assert step_of(run).due_at == NOW + 15 * DAY


@pytest.mark.parametrize(
    ("only_if", "change", "reason"),
    [
        (OnlyIf.WANTS_CONTACT, {"contact_me": False}, "The customer does not want to be contacted."),
        (OnlyIf.SAME_BAND, {"score": 8}, "The answer is in another band by then."),
    ],
)
def test_conditions_are_judged_when_the_time_has_come(
    promoter: Response, only_if: OnlyIf, change: dict[str, Any], reason: str
) -> None:
    run = run_of(promoter, {"only_if": only_if, "delay": 1}, band="promoter")
    for name, value in change.items():
        setattr(promoter, name, value)
    promoter.save(update_fields=list(change))

    playbooks.advance(now=NOW + HOUR)

    assert (step_of(run).state, step_of(run).reason) == (StepState.SKIPPED, reason)


def test_an_answer_that_no_longer_counts_ends_its_run(promoter: Response, letter: MessageTemplate) -> None:
    run = run_of(
        promoter, {"kind": StepKind.MESSAGE, "template": letter, "is_reviewed": False, "delay": 1}, {}
    )
    promoter.state, promoter.excluded_reason = "excluded", "A test"
    promoter.save(update_fields=["state", "excluded_reason"])

    playbooks.advance(now=NOW + HOUR)

    run.refresh_from_db()
    assert (run.state, run.reason, Message.objects.count()) == (
        RunState.STOPPED,
        "The answer is not counted any more.",
        0,
    )


def test_a_fault_stops_no_other_step_and_is_given_up_after_five_attempts(
    promoter: Response, maya: Customer
) -> None:
    run_of(promoter, {"kind": StepKind.ENDORSEMENT, "settings": {"endorsement": "nonsense"}})
    sound = PlaybookFactory.create(name="Sound")
    StepFactory.create(playbook=sound)
    playbooks.begin_for(response_id=promoter.pk, now=NOW)

    assert playbooks.advance(now=NOW) == 1
    broken = StepRun.objects.get(kind=StepKind.ENDORSEMENT)
    assert (broken.state, broken.attempts, broken.due_at) == (
        StepState.WAITING,
        1,
        NOW + timedelta(minutes=2),
    )
    for day in range(1, 6):
        playbooks.advance(now=NOW + day * DAY)

    broken.refresh_from_db()
    assert (broken.state, broken.attempts) == (StepState.FAILED, 5)
    assert broken.reason.startswith("Given up after 5 attempts. ValueError: 'nonsense'")
    assert Run.objects.get(playbook__name="Care").state == RunState.DONE


def test_the_sweep_does_not_grow_with_what_is_finished(
    promoter: Response, maya: Customer, ines: Rep, django_assert_num_queries: Any
) -> None:
    playbook = PlaybookFactory.create()
    StepFactory.create(playbook=playbook)
    for response in ResponseFactory.create_batch(4, invitation__customer=maya, score=9, answered_at=NOW):
        playbooks.begin_for(response_id=response.pk, now=NOW)
    playbooks.advance(now=NOW)
    for step in StepRun.objects.all():
        playbooks.finish(step_run=step, actor=ines.user, note="", now=NOW)

    with django_assert_num_queries(6):
        assert playbooks.advance(now=NOW + DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_do_each_step_once(program: object) -> None:
    template = MessageTemplateFactory.create(texts={"en": ("Thank you", "Thank you.")})
    playbook = PlaybookFactory.create()
    StepFactory.create(playbook=playbook, kind=StepKind.MESSAGE, template=template, is_reviewed=False)
    StepFactory.create(playbook=playbook, kind=StepKind.WEBHOOK)
    responses = ResponseFactory.create_batch(5, score=10, answered_at=NOW)
    for response in responses:
        playbooks.begin_for(response_id=response.pk, now=NOW)

    def sweep(_: int) -> int:
        try:
            return playbooks.advance(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        moved = list(threads.map(sweep, range(4)))

    assert sum(moved) == 10
    assert Message.objects.count() == 5
    assert set(Run.objects.values_list("state", flat=True)) == {RunState.DONE}
    assert not StepRun.objects.filter(attempts__gt=0).exists()
    assert Activity.objects.count() == 0
