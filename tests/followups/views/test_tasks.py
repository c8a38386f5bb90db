"""The page of one task, and what people do there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups.domain import opening, playbooks
from followups.enums import StepState, Worker
from followups.models import Message
from tests.factories.messages import MessageTemplateFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep, StepRun
    from responses.models import Response
    from team.models import User


@pytest.fixture
def client(client_for: Callable[[User], Client], ines: Rep) -> Client:
    """Ines'."""
    return client_for(ines.user)


def task_of(response: Response, **step: Any) -> StepRun:
    """A task about this answer, ready to be done."""
    opening.open_for(response_id=response.pk, now=NOW)
    StepFactory.create(playbook=PlaybookFactory.create(name="Care"), title="Call back", **step)
    (run,) = playbooks.begin_for(response_id=response.pk, now=NOW)
    playbooks.advance(now=NOW)
    return run.steps.get()


def text(response: Any) -> str:
    """The page in one line."""
    return " ".join(response.content.decode().split())


def url(task: StepRun, name: str = "task") -> str:
    """An address of the task."""
    return reverse(f"followups:{name}", args=[task.pk])


def test_the_page_tells_the_answer_the_person_and_why(client: Client, detractor: Response) -> None:
    """T25."""
    task = task_of(detractor, text="Ask first.")

    page = text(client.get(url(task)))

    for words in (
        "Call back",
        "Ask first.",
        "Nobody calls back.",
        "Ana Ruiz",
        "Acme Ibérica",
        "“Care” recommends it for everybody who answers: day 0, at once.",
    ):
        assert words in page


def test_done_with_a_note_leads_back_to_the_followup(client: Client, detractor: Response) -> None:
    task = task_of(detractor)

    done = client.post(url(task, "task_done"), {"note": "All clear."})

    task.refresh_from_db()
    assert done.headers["Location"] == reverse("followups:detail", args=[task.run.followup_id])
    assert (task.state, task.note) == (StepState.DONE, "All clear.")
    assert "All clear." in text(client.get(url(task)))


@pytest.mark.parametrize(
    ("act", "said"),
    [("task_done", {"note": "Ok."}), ("task_skip", {"reason": "No."}), ("task_hand_over", {})],
)
def test_whoever_does_not_have_the_followup_goes_on_with_the_tasks(
    client_for: Callable[[User], Client],
    detractor: Response,
    ines: Rep,
    omar: Rep,
    act: str,
    said: dict[str, Any],
) -> None:
    """A colleague's task about Ines' follow-up: nothing on its page leads where Omar may not go."""
    task = task_of(detractor, worker=Worker.PERSON, person=omar.user)
    assert task.run.followup is not None
    assert (task.assignee, task.run.followup.assignee) == (omar.user, ines.user)
    client = client_for(omar.user)
    assert reverse("followups:detail", args=[task.run.followup_id]) not in text(client.get(url(task)))

    acted = client.post(url(task, act), said or {"to": ines.user.pk}, follow=True)

    assert acted.redirect_chain == [(f"{reverse('followups:list')}?view=tasks", 302)]
    assert acted.status_code == 200


def test_skipping_needs_a_reason(client: Client, detractor: Response) -> None:
    task = task_of(detractor)

    assert client.post(url(task, "task_skip"), {"reason": ""}).status_code == 422
    client.post(url(task, "task_skip"), {"reason": "Too early."})

    task.refresh_from_db()
    assert (task.state, task.reason) == (StepState.SKIPPED, "Too early.")


def test_handing_over(client: Client, detractor: Response, omar: Rep) -> None:
    task = task_of(detractor)

    client.post(url(task, "task_hand_over"), {"to": omar.user.pk})

    task.refresh_from_db()
    assert task.assignee == omar.user


def test_a_letter_is_a_draft_that_is_edited_and_leaves_once(client: Client, detractor: Response) -> None:
    """T27: filled with what is known, in the person's own name."""
    template = MessageTemplateFactory.create(
        texts={"en": ("Your answer", "Dear {name},\n\nyou gave {score}.\n\n{rep_name}")}
    )
    task = task_of(detractor, kind="message", template=template)
    page = text(client.get(url(task)))
    assert "Dear Ana Ruiz, you gave 3. Ines" in page

    sent = {"subject": "Sorry!", "body": "Dear Ana, may I call?", "nonce": str(uuid4())}
    client.post(url(task, "task_send"), sent)
    again = client.post(url(task, "task_send"), sent, follow=True)

    message = Message.objects.get()
    assert (message.subject, message.body, message.step_run) == ("Sorry!", "Dear Ana, may I call?", task)
    assert "This task is done already by Ines" in text(again)
    task.refresh_from_db()
    assert task.state == StepState.DONE


def test_a_letter_that_consent_forbids_meanwhile_stays_a_task(client: Client, detractor: Response) -> None:
    task = task_of(detractor, kind="message", template=MessageTemplateFactory.create())
    assert detractor.customer is not None
    contact = detractor.customer.contact
    assert contact is not None
    contact.blocked_reason, contact.blocked_at = "unsubscribed", NOW
    contact.save(update_fields=["blocked_reason", "blocked_at"])

    assert "It cannot be sent" in text(client.get(url(task)))
    refused = client.post(url(task, "task_send"), {"subject": "Hi", "body": "Hello."})

    assert refused.status_code == 422
    assert "They unsubscribed from our mails." in text(refused)
    task.refresh_from_db()
    assert (task.state, Message.objects.count()) == (StepState.READY, 0)


def test_somebody_elses_task_is_not_there(
    client_for: Callable[[User], Client], detractor: Response, ines: Rep, omar: Rep, petra: User
) -> None:
    task = task_of(detractor, worker="person", person=ines.user)
    owner = task.run.followup and task.run.followup.assignee
    other = omar.user if owner == ines.user else ines.user
    if other == ines.user:
        task.assignee = omar.user
        task.save(update_fields=["assignee"])

    assert client_for(other).get(url(task)).status_code == 404
    assert client_for(petra).get(url(task)).status_code == 200


def test_what_they_said_is_written_down_in_place(client: Client, detractor: Response) -> None:
    """T28, T14: the task to ask ends with the consent, its scope and its evidence."""
    task = task_of(detractor, kind="endorsement", settings={"endorsement": "case_study"})
    page = text(client.get(url(task)))
    assert "What did they say?" in page
    assert "Asked, no answer yet" in page

    said = {"answer": "agree", "quote": "", "scope": "Website", "agreed_on": "2026-11-18"}
    refused = client.post(url(task, "task_answer"), {**said, "evidence": ""})
    assert refused.status_code == 422
    client.post(url(task, "task_answer"), {**said, "evidence": "On the phone"})

    task.refresh_from_db()
    assert (task.state, task.endorsement.state, task.endorsement.scope) == (
        StepState.DONE,
        "agreed",
        "Website",
    )
    again = client.post(url(task, "task_answer"), {**said, "evidence": "Again"}, follow=True)
    assert "That cannot be done now" in text(again)
    assert "What did they say?" not in text(client.get(url(task)))


def test_no_is_written_down_in_place_too(client: Client, detractor: Response) -> None:
    """T28."""
    task = task_of(detractor, kind="endorsement", settings={"endorsement": "speaker"})

    client.post(url(task, "task_answer"), {"answer": "decline", "words": "Not this year."})

    task.refresh_from_db()
    assert (task.state, task.endorsement.state, task.endorsement.refusal) == (
        StepState.DONE,
        "declined",
        "Not this year.",
    )


def test_only_a_task_that_asks_has_an_answer(client: Client, detractor: Response) -> None:
    task = task_of(detractor)

    assert client.post(url(task, "task_answer"), {"answer": "decline"}).status_code == 404
