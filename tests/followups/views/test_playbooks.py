"""The pages of playbooks: list, library, builder, one playbook, its runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followups.domain import playbooks
from followups.domain.messages import posting
from followups.domain.playbooks import starters
from followups.enums import PlaybookState, RunState, StepKind
from followups.models import Playbook, Run
from tests.factories.messages import MessageFactory, MessageTemplateFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from followups.domain.playbooks.starters.starter import Starter
    from team.models import User


@pytest.fixture
def client(client_for: Callable[[User], Client], manager: User, program: object) -> Client:
    """A manager's."""
    return client_for(manager)


def text(response: Any) -> str:
    """The page in one line."""
    return " ".join(response.content.decode().split())


def step_fields(key: int, **fields: object) -> dict[str, object]:
    """What the builder's form sends of a step."""
    sent = {
        "kind": "task",
        "title": f"Step {key}",
        "delay": 0,
        "delay_unit": "hours",
        "waits_for": "start",
        "only_if": "always",
        "give_up_days": 60,
        "worker": "owner",
        "due_days": 3,
        **fields,
    }
    return {f"step-{key}-{name}": value for name, value in sent.items()}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_little_for_many_as_for_one(
    client: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        StepFactory.create(playbook=PlaybookFactory.create(band="detractor"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("playbooks:list"))

    assert page.status_code == 200
    assert "No active playbook is for promoters, passives." in text(page)


def test_an_empty_list_leads_to_the_library(client: Client) -> None:
    assert "See the ready-made ones" in text(client.get(reverse("playbooks:list")))


@pytest.mark.parametrize("starter", starters.STARTERS, ids=lambda starter: starter.code)
def test_every_ready_made_playbook_is_complete_and_can_be_activated(client: Client, starter: Starter) -> None:
    """T26, T29, T30, G16, G17, G18, T13, T14: each becomes a draft without anything missing."""
    used = client.post(reverse("playbooks:use", args=[starter.code]), follow=True)
    playbook = Playbook.objects.get()
    activated = client.post(reverse("playbooks:activate", args=[playbook.pk]), follow=True)

    assert "Saved as a draft" in text(used)
    assert "answers that come from now on begin it" in text(activated)
    playbook.refresh_from_db()
    assert playbook.state == PlaybookState.ACTIVE


def test_the_ready_made_playbooks_cover_every_band(client: Client) -> None:
    """T26, T56: every answer has a path."""
    page = text(client.get(reverse("playbooks:library")))

    assert {starter.conditions.band for starter in starters.STARTERS} == {
        "detractor",
        "passive",
        "promoter",
        "",
    }
    assert all(starter.name in page for starter in starters.STARTERS)


def test_an_offer_of_a_ready_made_playbook_waits_for_the_contact() -> None:
    """G18."""
    offers = [
        step
        for starter in starters.STARTERS
        for step in starter.steps
        if step.template in ("winback_offer", "loss_winback")
    ]

    assert {step.terms.waits_for for step in offers} == {"contact"}


def test_the_library_can_be_used_from_a_browser(manager: User, program: object) -> None:
    """Its cards carry the token without which a browser's form is refused."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    page = client.get(reverse("playbooks:library")).content.decode()
    cards = page.split('class="panel playbook-card"')[1:]

    assert len(cards) == len(starters.STARTERS)
    assert all('name="csrfmiddlewaretoken"' in card for card in cards)


def test_an_unknown_ready_made_playbook_is_not_found(client: Client) -> None:
    assert client.post(reverse("playbooks:use", args=["nonsense"])).status_code == 404


def test_the_builder_adds_moves_and_removes_steps_without_saving(client: Client) -> None:
    """It works without script: its buttons send the form, the page comes back."""
    url = reverse("playbooks:new")
    sent = {"name": "Care", "steps": ["0", "1"], **step_fields(0, title="Aaa"), **step_fields(1, title="Bbb")}

    added = text(client.post(url, {**sent, "act": "add-message"}))
    moved = text(client.post(url, {**sent, "act": "up-1"}))
    removed = text(client.post(url, {**sent, "act": "remove-0"}))

    assert 'name="step-2-template"' in added
    assert all(f'name="act" value="{act}"' in added for act in ("up-1", "down-0", "remove-2"))
    assert moved.index('value="Bbb"') < moved.index('value="Aaa"')
    assert 'value="Aaa"' not in removed
    assert not Playbook.objects.exists()


def test_the_builder_shows_the_timeline_and_a_dry_run_while_one_types(client: Client) -> None:
    ResponseFactory.create(score=10, answered_at=timezone.now() - timedelta(days=3), stage="new")
    ResponseFactory.create(score=2, answered_at=timezone.now() - timedelta(days=3))
    fields = step_fields(0, title="Call them", delay=2, delay_unit="days", only_if="wants_contact")
    sent = {"band": "promoter", "stages": ["new"], "steps": ["0"], **fields}

    part = client.post(reverse("playbooks:new"), sent, headers={"HX-Request": "true", "HX-Target": "effect"})

    said = text(part)
    assert "<html" not in said
    assert "Promoters in the stage “New customer”" in said
    assert "Day 2" in said
    assert "The owner gets the task “Call them”, to be done within 3 days." in said
    assert "Only if the customer wants to be contacted." in said
    assert "<strong>1</strong> of 2 answers would have begun it" in said


def test_saving_makes_a_draft_with_its_steps_in_their_order(client: Client, manager: User) -> None:
    template = MessageTemplateFactory.create()
    message = step_fields(
        5, kind="message", title="Write", template=template.pk, is_reviewed="", endorsement="review"
    )
    chosen = step_fields(2, kind="notify", title="Tell", people=[manager.pk], worker="person")
    sent = {
        "name": "Care",
        "band": "promoter",
        "least_value": "1000",
        "position": 10,
        "steps": ["5", "2"],
        **message,
        **chosen,
    }

    saved = client.post(reverse("playbooks:new"), sent)

    playbook = Playbook.objects.get()
    assert saved.headers["Location"] == reverse("playbooks:detail", args=[playbook.pk])
    assert (playbook.name, playbook.band, playbook.state, playbook.created_by) == (
        "Care",
        "promoter",
        PlaybookState.DRAFT,
        manager,
    )
    first, second = playbook.steps.all()
    assert (first.kind, first.template, first.is_reviewed, first.settings) == (
        StepKind.MESSAGE,
        template,
        False,
        {"endorsement": "review"},
    )
    assert (second.kind, second.settings) == (StepKind.NOTIFY, {"people": [manager.pk]})


def test_what_is_wrong_is_said_beside_it(client: Client) -> None:
    PlaybookFactory.create(name="Care")
    sent = {"name": "Care", "position": 1, "steps": ["0"], **step_fields(0, title="", delay=-1)}

    page = client.post(reverse("playbooks:new"), sent)

    assert page.status_code == 422
    assert "Another playbook has this name." in text(page)
    assert Playbook.objects.count() == 1


def test_editing_says_what_it_means_for_runs(client: Client) -> None:
    playbook = PlaybookFactory.create(name="Care", active_from=timezone.now() - timedelta(days=9))
    step = StepFactory.create(playbook=playbook, title="Call", delay=5, delay_unit="days")
    response = ResponseFactory.create(answered_at=timezone.now())
    playbooks.begin_for(response_id=response.pk, now=timezone.now())
    url = reverse("playbooks:edit", args=[playbook.pk])

    assert "One run keeps the steps with which it began." in text(client.get(url))
    sent = {"name": "Care", "position": 100, "steps": ["0"], **step_fields(0, pk=step.pk, title="Write")}
    client.post(url, sent)

    playbook.refresh_from_db()
    assert (playbook.version, playbook.steps.get().title) == (2, "Write")
    run = Run.objects.get()
    assert run.steps.get().title == "Call"
    page = text(client.get(reverse("playbooks:run", args=[run.pk])))
    assert "the playbook is at 2 by now" in page


def test_the_page_counts_each_step_and_says_why_it_was_left_out(client: Client) -> None:
    """T56: a scorecard of the playbook: done, skipped, and why."""
    playbook = PlaybookFactory.create(active_from=timezone.now() - timedelta(days=9))
    StepFactory.create(playbook=playbook, kind=StepKind.REOPEN_CASE, title="Reopen it")
    for response in ResponseFactory.create_batch(2, answered_at=timezone.now()):
        playbooks.begin_for(response_id=response.pk, now=timezone.now())
    playbooks.advance(now=timezone.now())

    page = text(client.get(reverse("playbooks:detail", args=[playbook.pk])))

    assert "2 × No support case belongs to this answer." in page
    assert "No answer begins it any more, and no run ends" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_little_for_many_runs_as_for_one(
    client: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    playbook = PlaybookFactory.create(active_from=timezone.now() - timedelta(days=9))
    StepFactory.create(playbook=playbook)
    for response in ResponseFactory.create_batch(number, answered_at=timezone.now()):
        playbooks.begin_for(response_id=response.pk, now=timezone.now())

    with django_assert_max_num_queries(32):
        client.get(reverse("playbooks:detail", args=[playbook.pk]))


def test_a_playbook_is_paused_resumed_stopped_and_copied_by_buttons(client: Client) -> None:
    playbook = PlaybookFactory.create(active_from=timezone.now() - timedelta(days=9))
    StepFactory.create(playbook=playbook, delay=5)
    playbooks.begin_for(response_id=ResponseFactory.create(answered_at=timezone.now()).pk, now=timezone.now())

    for move, state in [("pause", "paused"), ("resume", "active"), ("stop", "stopped")]:
        client.post(reverse(f"playbooks:{move}", args=[playbook.pk]))
        playbook.refresh_from_db()
        assert playbook.state == state
    assert Run.objects.get().state == RunState.STOPPED
    refused = client.post(reverse("playbooks:pause", args=[playbook.pk]), follow=True)
    assert "This playbook is stopped already." in text(refused)

    client.post(reverse("playbooks:duplicate", args=[playbook.pk]))
    copy = Playbook.objects.exclude(pk=playbook.pk).get()
    client.post(reverse("playbooks:delete", args=[copy.pk]))
    assert list(Playbook.objects.all()) == [playbook]


def test_a_run_is_paused_resumed_and_stopped_alone(client: Client) -> None:
    playbook = PlaybookFactory.create(active_from=timezone.now() - timedelta(days=9))
    StepFactory.create(playbook=playbook, delay=5)
    playbooks.begin_for(response_id=ResponseFactory.create(answered_at=timezone.now()).pk, now=timezone.now())
    run = Run.objects.get()

    for move, state in [("pause", "paused"), ("resume", "running"), ("stop", "stopped")]:
        client.post(reverse(f"playbooks:run_{move}", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == state
    again = client.post(reverse("playbooks:run_stop", args=[run.pk]), follow=True)
    assert "Nothing changed" in text(again)


def test_a_run_says_why_its_letter_has_not_left_yet(client: Client) -> None:
    """Another one left today: not before the next working day, and not as if it had been refused."""
    now = timezone.now()
    playbook = PlaybookFactory.create(active_from=now - timedelta(days=9))
    StepFactory.create(
        playbook=playbook,
        kind=StepKind.MESSAGE,
        template=MessageTemplateFactory.create(),
        is_reviewed=False,
    )
    answer = ResponseFactory.create(answered_at=now)
    MessageFactory.create(customer=answer.customer, state="sent", sent_at=now)
    playbooks.begin_for(response_id=answer.pk, now=now)
    playbooks.advance(now=now)
    posting.deliver(clock=timezone.now)

    run = Run.objects.get()
    page = text(client.get(reverse("playbooks:run", args=[run.pk])))
    assert "“About your answer”: waiting to leave, not before <time" in page
    why = "A working day lies between two messages that leave by themselves."
    assert why in page
    letter = text(client.get(reverse("followups:message", args=[run.steps.get().message.pk])))
    assert "It has not left yet" in letter
    assert why in letter
    assert "It did not leave" not in letter
