"""Support cases as the helpdesk tells of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.domain import cases, events
from customers.enums import CaseState
from customers.models import Event, SupportCase
from customers.signals import case_reopened
from responses.domain import support_case
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

    from customers.models import Customer

pytestmark = pytest.mark.django_db

EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.fixture
def ada() -> Customer:
    return CustomerFactory.create()


@pytest.fixture
def told() -> Iterator[list[int]]:
    ids: list[int] = []

    def hear(case_id: int, **kwargs: Any) -> None:
        ids.append(case_id)

    case_reopened.connect(hear)
    yield ids
    case_reopened.disconnect(hear)


def tell(customer: Customer, word: str, *, at: Any = NOW, **payload: object) -> Event:
    event, _ = events.record(
        customer=customer, name=f"support_case_{word}", occurred_at=at, now=NOW, payload=payload
    )
    return event


def test_a_case_lives_through_its_states(ada: Customer) -> None:
    """T37: support cases are taken in."""
    cases.keep(customer=ada, external_id="7", state=CaseState.OPEN, subject="No login", at=EARLIER, now=NOW)
    case = cases.keep(
        customer=ada, external_id="7", state=CaseState.CLOSED, url="https://d.example/7", now=NOW
    )

    assert (case.subject, case.url, case.opened_at, case.closed_at) == (
        "No login",
        "https://d.example/7",
        EARLIER,
        NOW,
    )
    again = cases.keep(customer=ada, external_id="7", state=CaseState.REOPENED, at=LATER, now=LATER)
    assert (again.state, again.reopened_at, again.reopened_by_us_at) == (CaseState.REOPENED, LATER, None)
    assert list(cases.of_customer(ada)) == [case]


def test_what_is_told_late_changes_no_later_state(ada: Customer) -> None:
    cases.keep(customer=ada, external_id="7", state=CaseState.CLOSED, at=NOW, now=NOW)
    case = cases.keep(customer=ada, external_id="7", state=CaseState.OPEN, at=EARLIER, now=LATER)

    assert (case.state, case.opened_at, case.closed_at) == (CaseState.CLOSED, EARLIER, NOW)


def test_a_case_stays_its_customers(ada: Customer) -> None:
    cases.keep(customer=ada, external_id="7", state=CaseState.OPEN, now=NOW)
    other = CustomerFactory.create()

    with pytest.raises(cases.OfSomebodyElse):
        cases.keep(customer=other, external_id="7", state=CaseState.CLOSED, now=NOW)
    with pytest.raises(events.InvalidEvent) as refusal:
        tell(other, "closed", case="7")
    assert refusal.value.errors == {"payload.case": "This is another customer's case."}
    assert (SupportCase.objects.get().state, Event.objects.count()) == (CaseState.OPEN, 0)


def test_only_a_closed_case_is_reopened_and_others_are_told(
    ada: Customer, told: list[int], django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    """G50: we reopen the case, once, and say so."""
    case = cases.keep(customer=ada, external_id="7", state=CaseState.OPEN, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert not cases.reopen(case=case, now=LATER)
        case = cases.keep(customer=ada, external_id="7", state=CaseState.CLOSED, now=NOW)
        assert cases.reopen(case=case, now=LATER)
        assert not cases.reopen(case=case, now=LATER)

    assert told == [case.pk]
    assert (case.state, case.reopened_by_us_at) == (CaseState.REOPENED, LATER)


def test_events_keep_the_case_and_lead_to_it(ada: Customer) -> None:
    """T37 G50: the event that a helpdesk sends is enough."""
    opened = tell(ada, "opened", at=EARLIER, case="7", subject="No login", url="https://d.example/7")
    closed = tell(ada, "closed", case=7)

    case = SupportCase.objects.get()
    assert (case.state, case.subject, case.url) == (CaseState.CLOSED, "No login", "https://d.example/7")
    assert (opened.support_case, closed.support_case) == (case, case)
    assert cases.of_event(closed.pk) == case
    tell(ada, "reopened", at=LATER, case="7")
    case.refresh_from_db()
    assert case.state == CaseState.REOPENED


@pytest.mark.parametrize("payload", [{}, {"case": ""}, {"case": ["7"]}, {"case": "7" * 121}, {"case": True}])
def test_an_event_without_a_case_is_an_event_all_the_same(ada: Customer, payload: dict[str, object]) -> None:
    event = tell(ada, "closed", **payload)

    assert (event.support_case, SupportCase.objects.count()) == (None, 0)


def test_other_events_and_bad_addresses_make_no_case_and_no_link(ada: Customer) -> None:
    events.record(customer=ada, name="renewal", occurred_at=NOW, now=NOW, payload={"case": "7"})
    assert not SupportCase.objects.exists()

    tell(ada, "opened", case="8", subject="x" * 400, url="javascript:alert(1)")
    case = SupportCase.objects.get()
    assert (len(case.subject), case.url) == (300, "")


def test_an_answer_leads_to_the_case_that_it_is_about(ada: Customer) -> None:
    """G50: a survey after a case knows which."""
    event = tell(ada, "closed", case="7")
    about = SentInvitationFactory.create(customer=ada, occasion=f"event:{event.pk}")

    assert support_case.of(ResponseFactory.create(invitation=about)) == SupportCase.objects.get()
    assert support_case.of(ResponseFactory.create()) is None
