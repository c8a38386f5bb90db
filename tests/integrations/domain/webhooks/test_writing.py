"""What becomes a call, once for each program that wants to hear of it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Q

from customers.domain import cases, erasure
from customers.enums import CaseState
from followups.domain import history
from followups.enums import ActivityKind, FollowUpState, StepKind, StepState
from followups.models import Run, StepRun
from integrations.domain.webhooks import events, sources, writing
from integrations.models import WebhookDelivery, WebhookEndpoint
from responses.domain import exclusion
from responses.models import Revision
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.integrations import EndpointFactory
from tests.factories.playbooks import PlaybookFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp
    from responses.models import Response
    from team.models import Program, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm(program: Program) -> WebhookEndpoint:
    """A program that hears everything."""
    return EndpointFactory.create(name="CRM")


@pytest.fixture
def response() -> Response:
    """Maya's answer of 3."""
    maya = CustomerFactory.create(name="Maya Lind", external_id="C-7", email="maya@customers.example")
    return ResponseFactory.create(invitation__customer=maya, score=3, reason="Slow.")


def told() -> list[tuple[str, str]]:
    return list(WebhookDelivery.objects.order_by("pk").values_list("event", "key"))


def payload_of(event: events.Event) -> dict[str, Any]:
    payload: dict[str, Any] = WebhookDelivery.objects.get(event=event.code).payload
    return payload


def test_an_answer_is_told_as_the_api_shows_it(crm: WebhookEndpoint, response: Response) -> None:
    """G88: the same shape in a call and by API."""
    assert writing.tell(sources.ANSWERS, now=NOW, about=Q(response=response.pk)) == 1

    row = WebhookDelivery.objects.get()
    assert (row.endpoint, row.customer, row.event) == (crm, response.customer, "response.recorded")
    assert (row.created_at, row.send_after, row.state, row.attempts) == (NOW, NOW, "planned", 0)
    assert {name: row.payload[name] for name in ("type", "timestamp")} == {
        "type": "response.recorded",
        "timestamp": "2026-03-10T08:30:00.000Z",
    }
    shown = row.payload["data"]["response"]
    assert (shown["id"], shown["score"], shown["band"], shown["reason"]) == (
        response.pk,
        3,
        "detractor",
        "Slow.",
    )
    assert shown["answered_at"] == "2026-03-10T08:30:00Z"
    assert shown["customer"] == {
        "id": response.customer_id,
        "external_id": "C-7",
        "name": "Maya Lind",
        "email": "maya@customers.example",
    }


def test_every_version_is_told_once(crm: WebhookEndpoint, response: Response) -> None:
    """A signal that comes twice, and the sweep behind it, tell nothing twice."""
    later = RevisionFactory.create(response=response, number=2, recorded_at=NOW)

    assert writing.tell(sources.ANSWERS, now=NOW, about=Q(response=response.pk)) == 2
    assert writing.tell(sources.ANSWERS, now=NOW, about=Q(response=response.pk)) == 0
    assert writing.catch_up(now=NOW) == 0

    first = Revision.objects.get(number=1)
    assert told() == [
        ("response.recorded", f"answer-{first.pk}"),
        ("response.revised", f"answer-{later.pk}"),
    ]


def test_nobody_hears_what_they_did_not_ask_for(program: Program, response: Response) -> None:
    EndpointFactory.create(events=[events.STEP.code])
    EndpointFactory.create(is_active=False)
    EndpointFactory.create(listens_since=NOW)

    assert writing.catch_up(now=NOW) == 0


def test_every_program_hears_it_for_itself(program: Program, response: Response) -> None:
    names = {EndpointFactory.create().pk, EndpointFactory.create(events=[events.RECORDED.code]).pk}

    assert writing.catch_up(now=NOW) == 2
    assert set(WebhookDelivery.objects.values_list("endpoint", flat=True)) == names


def test_what_was_lost_longer_than_a_day_ago_stays_lost(crm: WebhookEndpoint) -> None:
    ResponseFactory.create(answered_at=NOW - timedelta(hours=25))
    ResponseFactory.create(answered_at=NOW - timedelta(hours=23))

    assert writing.catch_up(now=NOW) == 1


def test_an_answer_that_ceases_to_count_is_told_each_time(
    crm: WebhookEndpoint, response: Response, manager: User
) -> None:
    WebhookEndpoint.objects.update(events=[events.JUDGED.code])
    exclusion.exclude(response=response, reason="A test.", actor=manager, now=NOW)
    writing.tell(sources.JUDGEMENTS, now=NOW, about=Q(subject_id=str(response.pk)))
    exclusion.include(response=response, actor=manager, now=NOW)
    writing.catch_up(now=NOW)

    rows = WebhookDelivery.objects.order_by("pk")
    assert [(row.event, row.payload["data"]["judgement"]) for row in rows] == [
        ("response.judged", "excluded"),
        ("response.judged", "counted"),
    ]
    assert rows[0].payload["data"]["response"]["excluded_reason"] == "A test."


def followup_of(response: Response) -> FollowUp:
    return FollowUpFactory.create(customer=response.customer, response=response)


def test_what_happens_to_a_follow_up_is_told_line_by_line(
    crm: WebhookEndpoint, response: Response, rep: User
) -> None:
    """T53: other programs see how the loop is closed."""
    WebhookEndpoint.objects.update(events=[events.OPENED.code, events.CHANGED.code, events.RESOLVED.code])
    followup = followup_of(response)
    history.add(followup=followup, kind=ActivityKind.CALL, actor=rep, now=NOW, facts={"reached": True})
    facts = {"outcome": "solved", "root_cause": "support"}
    history.add(followup=followup, kind=ActivityKind.RESOLVED, actor=rep, now=NOW, facts=facts)

    assert writing.tell(sources.CHANGES, now=NOW, about=Q(followup=followup.pk)) == 3

    assert [event for event, _ in told()] == ["followup.opened", "followup.changed", "followup.resolved"]
    data = payload_of(events.CHANGED)["data"]
    assert (data["change"]["headline"], data["change"]["actor"]["name"]) == (
        "Called and talked",
        "Rep Example",
    )
    assert (data["followup"]["id"], data["followup"]["state"]) == (followup.pk, FollowUpState.OPEN)
    assert data["followup"]["contact_due_at"] == "2026-03-10T17:00:00Z"


def test_a_reopened_case_is_told_by_the_helpdesk_s_identifier(
    crm: WebhookEndpoint, response: Response
) -> None:
    """G50: a poor answer after a closed case reopens it there, too; closed again, it can be told again."""
    assert response.customer is not None
    facts: dict[str, Any] = {"customer": response.customer, "external_id": "4711"}
    case = cases.keep(**facts, state=CaseState.CLOSED, now=NOW - timedelta(hours=3))
    WebhookEndpoint.objects.update(events=[events.REOPENED.code])
    assert cases.reopen(case=case, now=NOW - timedelta(hours=2))
    writing.tell(sources.CASES, now=NOW, about=Q(pk=case.pk))
    assert writing.catch_up(now=NOW) == 0

    cases.keep(**facts, state=CaseState.CLOSED, now=NOW - timedelta(hours=1))
    case.refresh_from_db()
    assert cases.reopen(case=case, now=NOW)
    assert writing.catch_up(now=NOW) == 1

    assert told() == [
        ("case.reopened", f"case-{case.pk}-20260310070000"),
        ("case.reopened", f"case-{case.pk}-20260310090000"),
    ]
    data = WebhookDelivery.objects.order_by("pk")[0].payload["data"]
    assert (data["case"]["external_id"], data["case"]["state"]) == ("4711", "reopened")
    assert data["customer"]["external_id"] == "C-7"


def step(response: Response, **facts: Any) -> StepRun:
    assert response.customer is not None
    run = Run.objects.create(
        playbook=PlaybookFactory.create(name="Win back"),
        response=response,
        customer=response.customer,
        started_at=NOW,
    )
    said = {"kind": StepKind.WEBHOOK, "state": StepState.DONE, "finished_at": NOW, **facts}
    return StepRun.objects.create(run=run, position=1, title="Tell the CRM", **said)


def test_a_playbook_s_step_is_told_with_its_answer(crm: WebhookEndpoint, response: Response) -> None:
    """G50: a playbook tells another program."""
    WebhookEndpoint.objects.update(events=[events.STEP.code])
    done = step(response)

    assert writing.tell(sources.STEPS, now=NOW, about=Q(pk=done.pk)) == 1

    data = payload_of(events.STEP)["data"]
    assert (data["step"]["title"], data["step"]["playbook"]["name"]) == ("Tell the CRM", "Win back")
    assert data["response"]["id"] == response.pk


def test_the_sweep_finds_steps_whose_signal_was_lost(crm: WebhookEndpoint, response: Response) -> None:
    WebhookEndpoint.objects.update(events=[events.STEP.code])
    done = step(response)

    assert [writing.catch_up(now=NOW), writing.catch_up(now=NOW)] == [1, 0]
    assert told() == [("playbook.step", f"step-{done.pk}")]


@pytest.mark.parametrize(
    "facts",
    [{"state": StepState.SKIPPED}, {"kind": StepKind.TASK}, {"state": "waiting", "finished_at": None}],
)
def test_other_steps_are_not_told(crm: WebhookEndpoint, response: Response, facts: dict[str, Any]) -> None:
    WebhookEndpoint.objects.update(events=[events.STEP.code])
    step(response, **facts)

    assert writing.catch_up(now=NOW) == 0


def test_of_erased_people_nothing_is_told(crm: WebhookEndpoint, response: Response, admin: User) -> None:
    """The sweep may come after the erasure."""
    assert response.customer is not None
    erasure.erase(customer=response.customer, actor=admin, now=NOW)

    writing.catch_up(now=NOW)

    said = str(list(WebhookDelivery.objects.values_list("payload", flat=True)))
    assert WebhookDelivery.objects.filter(event="response.recorded").count() == 1
    assert ("Maya" in said, "maya" in said, "C-7" in said, "Slow" in said) == (False, False, False, False)


def test_a_visitor_s_answer_is_told_without_a_customer(crm: WebhookEndpoint, response: Response) -> None:
    visitor = ResponseFactory.create(invitation=None, customer=None, campaign=response.campaign, stage="")
    WebhookEndpoint.objects.update(listens_since=NOW - timedelta(hours=1))

    writing.tell(sources.ANSWERS, now=NOW, about=Q(response=visitor.pk))

    row = WebhookDelivery.objects.get()
    assert (row.customer, row.payload["data"]["response"]["customer"]) == (None, None)


def test_a_row_that_cannot_be_told_keeps_nothing_else(
    crm: WebhookEndpoint, response: Response, manager: User, caplog: pytest.LogCaptureFixture
) -> None:
    exclusion.exclude(response=response, reason="A test.", actor=manager, now=NOW)
    exclusion.exclude(response=ResponseFactory.create(), reason="One too.", actor=manager, now=NOW)
    entries = sources.JUDGEMENTS.rows().order_by("pk")
    entries.filter(pk=entries[0].pk).update(subject_id="0")

    with caplog.at_level(logging.ERROR):
        assert writing.tell(sources.JUDGEMENTS, now=NOW) == 1

    assert f"No call was written for judgement-{entries[0].pk}" in caplog.text


def test_the_number_of_queries_does_not_grow_with_what_was_told(
    crm: WebhookEndpoint, django_assert_num_queries: Any
) -> None:
    ResponseFactory.create()
    writing.catch_up(now=NOW)
    with django_assert_num_queries(10):
        assert writing.catch_up(now=NOW) == 0
    ResponseFactory.create_batch(3)
    writing.catch_up(now=NOW)

    with django_assert_num_queries(10):
        assert writing.catch_up(now=NOW) == 0
