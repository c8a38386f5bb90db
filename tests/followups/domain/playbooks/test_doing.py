"""What each kind of step does when its time has come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.domain import cases
from customers.enums import CaseState
from customers.models import Event
from followups.domain import playbooks
from followups.enums import (
    ActivityKind,
    NotificationKind,
    OnlyIf,
    RunState,
    StepKind,
    StepState,
    Worker,
)
from followups.models import FollowUp, Message, Notification, PlanItem, Run, StepRun
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


def test_a_letter_of_the_machine_is_no_personal_contact(
    detractor: Response, followup: FollowUp, letter: MessageTemplate
) -> None:
    """G18."""
    run_of(detractor, {"kind": StepKind.MESSAGE, "template": letter, "is_reviewed": False})

    playbooks.advance(now=NOW)

    followup.refresh_from_db()
    assert (Message.objects.count(), followup.first_contact_at) == (1, None)


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


def test_an_answer_about_no_case_skips_the_reopening(detractor: Response, followup: FollowUp) -> None:
    """The run says so; the follow-up's history tells of what happened to the customer alone."""
    run = run_of(detractor, {"kind": StepKind.REOPEN_CASE})

    playbooks.advance(now=NOW)

    step = step_of(run)
    assert (step.state, step.reason) == (StepState.SKIPPED, "No support case belongs to this answer.")
    assert not followup.activities.filter(kind=ActivityKind.STEP).exists()


def test_a_step_that_does_something_is_in_the_history(detractor: Response, followup: FollowUp) -> None:
    run_of(detractor, {"kind": StepKind.PLAN, "title": "Fix the gate"})

    playbooks.advance(now=NOW)

    (line,) = followup.activities.filter(kind=ActivityKind.STEP)
    assert line.facts["words"] == "Playbook “Care”: “Fix the gate” done"


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
