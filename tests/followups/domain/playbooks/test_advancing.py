"""The sweep: what each kind of step does when its time has come, and what stops it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from customers.domain import cases
from customers.enums import CaseState
from customers.models import Event
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
from followups.models import Activity, FollowUp, Message, Notification, PlanItem, Run, StepRun
from followups.signals import step_due
from responses.domain import themes
from responses.models import Theme
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageTemplateFactory
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


def test_a_letter_leaves_by_itself_once(promoter: Response, letter: MessageTemplate) -> None:
    """G13, G15: an outbox row with the words in it, and not a survey: no hold is asked for or taken."""
    assert promoter.customer is not None
    contact = promoter.customer.contact
    run = run_of(promoter, {"kind": StepKind.MESSAGE, "template": letter, "is_reviewed": False})

    playbooks.advance(now=NOW)
    playbooks.advance(now=NOW)

    message = Message.objects.get()
    assert (message.customer, message.step_run, message.author, message.body) == (
        promoter.customer,
        step_of(run),
        None,
        "Hello Maya Lind.",
    )
    assert contact is not None
    held_until = contact.next_survey_at
    contact.refresh_from_db()
    assert contact.next_survey_at == held_until
    run.refresh_from_db()
    assert (states(run), run.state) == ([StepState.DONE], RunState.DONE)


def test_a_reviewed_letter_waits_for_a_person_who_edits_and_sends_it(
    promoter: Response, letter: MessageTemplate, ines: Rep
) -> None:
    """T27."""
    run = run_of(promoter, {"kind": StepKind.MESSAGE, "template": letter})
    playbooks.advance(now=NOW)
    assert (step_of(run).assignee, Message.objects.count()) == (ines.user, 0)

    playbooks.send(
        step_run=step_of(run), actor=ines.user, subject="Thanks!", body="Dear Maya.", nonce=None, now=NOW
    )

    message = Message.objects.get()
    assert (message.subject, message.body, message.author) == ("Thanks!", "Dear Maya.", ines.user)
    assert states(run) == [StepState.DONE]


def test_a_letter_with_a_gap_is_handed_to_a_person(promoter: Response, ines: Rep) -> None:
    template = MessageTemplateFactory.create(texts={"en": ("Please", "Review us at {link}")})
    run = run_of(promoter, {"kind": StepKind.MESSAGE, "template": template, "is_reviewed": False})

    playbooks.advance(now=NOW)

    step = step_of(run)
    assert (step.state, step.assignee, Message.objects.count()) == (StepState.READY, ines.user, 0)
    assert step.reason == "A person fills in what is missing: link."


@pytest.mark.parametrize("is_reviewed", [True, False])
def test_a_letter_that_consent_forbids_is_skipped_with_the_reason(
    promoter: Response, letter: MessageTemplate, maya: Customer, is_reviewed: bool
) -> None:
    """Messages obey consent."""
    assert maya.contact is not None
    maya.contact.blocked_reason = "unsubscribed"
    maya.contact.blocked_at = NOW
    maya.contact.save(update_fields=["blocked_reason", "blocked_at"])
    step = {"kind": StepKind.MESSAGE, "template": letter, "is_reviewed": is_reviewed}
    run = run_of(promoter, step)

    playbooks.advance(now=NOW)

    assert (step_of(run).state, step_of(run).reason) == (StepState.SKIPPED, "Unsubscribed.")
    assert not Message.objects.exists()


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


def test_a_letter_of_the_machine_is_no_personal_contact(
    detractor: Response, followup: FollowUp, letter: MessageTemplate
) -> None:
    """G18."""
    run_of(detractor, {"kind": StepKind.MESSAGE, "template": letter, "is_reviewed": False})

    playbooks.advance(now=NOW)

    followup.refresh_from_db()
    assert (Message.objects.count(), followup.first_contact_at) == (1, None)


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


def test_the_case_that_the_survey_was_about_is_reopened(detractor: Response, ana: Customer) -> None:
    """G50."""
    case = cases.keep(customer=ana, external_id="T-7", state=CaseState.CLOSED, now=NOW)
    event = Event.objects.create(
        customer=ana, name="case_closed", occurred_at=NOW, received_at=NOW, key="e-7", support_case=case
    )
    assert detractor.invitation is not None
    detractor.invitation.occasion = f"event:{event.pk}"
    detractor.invitation.save(update_fields=["occasion"])
    run = run_of(detractor, {"kind": StepKind.REOPEN_CASE})

    playbooks.advance(now=NOW)

    case.refresh_from_db()
    assert (case.state, case.reopened_by_us_at) == (CaseState.REOPENED, NOW)
    assert (step_of(run).state, step_of(run).reason) == (StepState.DONE, "Case T-7 is open again.")


def test_an_answer_about_no_case_skips_the_reopening(detractor: Response) -> None:
    run = run_of(detractor, {"kind": StepKind.REOPEN_CASE})

    playbooks.advance(now=NOW)

    assert step_of(run).reason == "No support case belongs to this answer."


def test_a_step_tags_the_answer(promoter: Response) -> None:
    """G42."""
    theme = Theme.objects.create(code="fan", name="Fan")
    run_of(promoter, {"kind": StepKind.TAG, "settings": {"theme": "fan"}})

    playbooks.advance(now=NOW)

    assert themes.of(promoter) == [theme]


def test_a_step_tells_the_owners_manager(detractor: Response, maya: Customer, ines: Rep, petra: User) -> None:
    """G48: a rule escalates what nobody has done."""
    followup = FollowUpFactory.create(customer=maya, assignee=ines.user)
    run = run_of(
        followup.response,
        {
            "kind": StepKind.NOTIFY,
            "title": "Nobody called",
            "worker": Worker.MANAGER,
            "only_if": OnlyIf.NOT_CONTACTED,
            "delay": 16,
            "delay_unit": "working_hours",
        },
    )

    playbooks.advance(now=NOW + 3 * DAY)

    told = Notification.objects.get(kind=NotificationKind.PLAYBOOK)
    assert (told.recipient, told.title, told.path) == (
        petra,
        "Nobody called: Maya Lind",
        f"/followups/{followup.pk}/",
    )
    assert step_of(run).reason == "Told Petra."


def test_a_step_tells_chosen_people(promoter: Response, omar: Rep, petra: User) -> None:
    chosen = [omar.user.pk, petra.pk]
    run_of(promoter, {"kind": StepKind.NOTIFY, "settings": {"people": chosen}})

    playbooks.advance(now=NOW)

    told = Notification.objects.filter(kind=NotificationKind.PLAYBOOK).values_list("recipient", flat=True)
    assert sorted(told) == sorted(chosen)


def test_a_step_tells_other_programs_on_commit(
    promoter: Response, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[int] = []

    def hear(*, step_run_id: int, **kwargs: object) -> None:
        heard.append(step_run_id)

    step_due.connect(hear, dispatch_uid="test")
    run = run_of(promoter, {"kind": StepKind.WEBHOOK})
    try:
        with django_capture_on_commit_callbacks(execute=True):
            playbooks.advance(now=NOW)
    finally:
        step_due.disconnect(dispatch_uid="test")

    assert (heard, states(run)) == ([step_of(run).pk], [StepState.DONE])


def test_a_step_plans_with_the_customer(detractor: Response, followup: FollowUp, ines: Rep) -> None:
    """T15."""
    run = run_of(
        detractor, {"kind": StepKind.PLAN, "title": "Fix the gate", "text": "Weekly.", "due_days": 14}
    )

    playbooks.advance(now=NOW)

    item = PlanItem.objects.get()
    assert (item.customer, item.title, item.text, item.owner, item.due_on, item.step_run) == (
        detractor.customer,
        "Fix the gate",
        "Weekly.",
        ines.user,
        (NOW + 14 * DAY).date(),
        step_of(run),
    )


def test_an_ask_is_on_record_and_a_task_to_record_the_consent(promoter: Response, ines: Rep) -> None:
    """T28, T14: a case study, a talk: asked in person, tracked as a task."""
    run = run_of(promoter, {"kind": StepKind.ENDORSEMENT, "settings": {"endorsement": "case_study"}})

    playbooks.advance(now=NOW)

    step = step_of(run)
    assert (step.state, step.assignee) == (StepState.READY, ines.user)
    assert (step.endorsement.kind, step.endorsement.state, step.endorsement.customer) == (
        "case_study",
        "asked",
        promoter.customer,
    )


def test_a_written_ask_is_on_record_and_nobody_is_asked_twice(
    promoter: Response, maya: Customer, letter: MessageTemplate
) -> None:
    """G16, T28."""
    step = {
        "kind": StepKind.MESSAGE,
        "template": letter,
        "is_reviewed": False,
        "only_if": OnlyIf.NOT_ENDORSED,
        "settings": {"endorsement": "review"},
    }
    first = run_of(promoter, step)
    playbooks.advance(now=NOW)
    later = ResponseFactory.create(invitation__customer=maya, score=9, answered_at=NOW)
    playbooks.begin_for(response_id=later.pk, now=NOW)

    playbooks.advance(now=NOW)

    assert step_of(first).endorsement.kind == "review"
    second = Run.objects.get(response=later)
    assert (step_of(second).state, step_of(second).reason) == (
        StepState.SKIPPED,
        "They have been asked for this before.",
    )


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

    with django_assert_num_queries(3):
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
