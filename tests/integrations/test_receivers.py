"""What rooms below say arrives at other programs; and what is forgotten, moved, told and swept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from customers.domain import cases, erasure, merging, person_data
from customers.enums import CaseState
from followups.domain import playbooks
from followups.enums import StepKind
from followups.signals import listeners_counted
from integrations.domain import retention
from integrations.domain.webhooks import delivering
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint
from integrations.tasks import catch_up_webhooks, deliver_webhooks, reap_webhooks
from responses.domain import exclusion, recording
from team.domain import sweeping
from tests.factories.customers import CustomerFactory
from tests.factories.integrations import ClaimedFactory, DeliveredFactory, DeliveryFactory, EndpointFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

    from customers.models import Customer
    from responses.models import Response
    from team.models import Program, User
    from tests.integrations.listener import Listener

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """Receivers read the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def maya(program: Program) -> Customer:
    """A customer whose support case was closed."""
    return CustomerFactory.create(name="Maya Lind", email="maya@customers.example", external_id="C-7")


def answer(customer: Customer, score: int) -> Response:
    invitation = SentInvitationFactory.create(customer=customer)
    return recording.record(
        invitation=invitation,
        score=score,
        reason="Slow.",
        contact_me=True,
        language="en",
        started_at=NOW,
        now=NOW,
    )


def heard() -> list[str]:
    return sorted(WebhookDelivery.objects.values_list("event", flat=True))


def test_an_answer_is_heard_with_the_follow_up_that_it_opens(
    crm: WebhookEndpoint,
    maya: Customer,
    listener: Listener,
    manager: User,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    """T53 G88: from the customer's click to the other program, without anybody's doing."""
    with django_capture_on_commit_callbacks(execute=True):
        response = answer(maya, 3)
    assert heard() == ["followup.opened", "response.recorded"]

    with django_capture_on_commit_callbacks(execute=True):
        exclusion.exclude(response=response, reason="A test.", actor=manager, now=NOW)
    assert "response.judged" in heard()

    delivering.deliver(clock=lambda: NOW)
    assert len(listener.heard) == WebhookDelivery.objects.filter(state=DeliveryState.DELIVERED).count() >= 3


def test_a_playbook_reopens_the_case_and_tells_the_helpdesk(
    crm: WebhookEndpoint,
    maya: Customer,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    """G50."""
    WebhookEndpoint.objects.update(events=["case.reopened", "playbook.step"])
    case = cases.keep(customer=maya, external_id="4711", state=CaseState.CLOSED, now=NOW - timedelta(days=1))
    playbook = PlaybookFactory.create(band="detractor")
    StepFactory.create(playbook=playbook, kind=StepKind.WEBHOOK, title="Tell the CRM")
    with django_capture_on_commit_callbacks(execute=True):
        answer(maya, 2)
        assert cases.reopen(case=case, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        playbooks.advance(now=NOW)

    assert heard() == ["case.reopened", "playbook.step"]


def test_playbooks_can_ask_who_hears_them(crm: WebhookEndpoint) -> None:
    EndpointFactory.create(events=["response.recorded"])
    EndpointFactory.create(is_active=False)

    answers: list[tuple[Any, Any]] = listeners_counted.send(object)
    assert [count for _, count in answers] == [1]


def test_erasing_clears_what_calls_say(crm: WebhookEndpoint, maya: Customer, admin: User) -> None:
    """Of what waits nothing leaves, of what has left nothing is kept."""
    waiting = DeliveryFactory.create(endpoint=crm, customer=maya)
    sent = DeliveredFactory.create(endpoint=crm, customer=maya, last_error="Maya?")
    other = DeliveryFactory.create(endpoint=crm)

    erasure.erase(customer=maya, actor=admin, now=NOW)

    rows = {row.pk: row for row in WebhookDelivery.objects.all()}
    assert [(rows[one.pk].state, rows[one.pk].payload) for one in (waiting, sent)] == [
        ("cancelled", {}),
        ("delivered", {}),
    ]
    assert {rows[one.pk].last_error for one in (waiting, sent)} == {"The customer was erased."}
    assert rows[other.pk].payload == other.payload


def test_a_call_that_is_on_its_way_while_its_customer_is_erased_says_nothing_later(
    crm: WebhookEndpoint, maya: Customer, admin: User
) -> None:
    row = ClaimedFactory.create(endpoint=crm, customer=maya, claimed_at=NOW - timedelta(hours=1))
    erasure.erase(customer=maya, actor=admin, now=NOW)

    assert reap_webhooks() == 1

    row.refresh_from_db()
    assert (row.state, row.payload) == (DeliveryState.CANCELLED, {})
    assert row.last_error == "The customer was erased."


def test_a_merge_takes_the_calls_along(crm: WebhookEndpoint, maya: Customer, admin: User) -> None:
    """T52."""
    lost = CustomerFactory.create(name="M. Lind")
    row = DeliveredFactory.create(endpoint=crm, customer=lost)

    merging.merge(kept=maya, lost=lost, choices={}, actor=admin, now=NOW)

    row.refresh_from_db()
    assert row.customer == maya


def test_a_person_is_told_what_other_programs_were_told(crm: WebhookEndpoint, maya: Customer) -> None:
    row = DeliveredFactory.create(endpoint=crm, customer=maya)

    (told,) = person_data.collect(customer=maya, now=NOW)["What other programs were told"]

    assert (told["endpoint"], told["event"], told["payload"]) == ("CRM", "response.recorded", row.payload)
    assert not {"key", "claim_token"} & told.keys()


def test_old_calls_are_swept(crm: WebhookEndpoint, program: Program) -> None:
    old = {"endpoint": crm, "created_at": NOW - retention.KEPT - timedelta(seconds=1)}
    DeliveredFactory.create(**old)
    DeliveryFactory.create(**old, state="failed")
    kept = [DeliveryFactory.create(**old), DeliveredFactory.create(endpoint=crm)]

    removed = sweeping.sweep(clock=lambda: NOW, budget=timedelta(seconds=10))

    assert removed["webhook_calls"] == 2
    assert set(WebhookDelivery.objects.all()) == set(kept)


def test_what_beat_rings_for_may_be_rung_twice(
    crm: WebhookEndpoint, maya: Customer, listener: Listener
) -> None:
    """A lost signal costs minutes: the sweep writes the call, the worker makes it."""
    answer(maya, 9)
    assert heard() == []

    assert [catch_up_webhooks(), catch_up_webhooks()] == [1, 0]
    deliver_webhooks()
    deliver_webhooks()

    assert (len(listener.heard), reap_webhooks()) == (1, 0)
