"""May we write? Each answer of the table, when a message is written and again when it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact, Customer
from followups.domain import messages
from followups.domain.messages import claiming
from followups.enums import MessageKind, MessageReason
from followups.models import Message
from mailroom.enums import OutboxState
from responses.models import Response
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.messages import MessageFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import Program

pytestmark = pytest.mark.django_db

PERSONAL, SERVICE, OFFER = MessageKind.PERSONAL, MessageKind.SERVICE, MessageKind.OFFER
TOMORROW = NOW + timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """What is known of somebody, and why which kinds may not reach them; `end` is what a claim does."""

    customer: Any = None
    contact: Any = None
    answer: Any = None
    program: Any = None
    personal: MessageReason | None = None
    service: MessageReason | None = None
    offer: MessageReason | None = None
    end: OutboxState = OutboxState.SKIPPED


def never(reason: MessageReason, *, end: OutboxState = OutboxState.SKIPPED, **facts: Any) -> Case:
    return Case(personal=reason, service=reason, offer=reason, end=end, **facts)


def blocked(reason: str) -> Case:
    contact = {"blocked_reason": reason, "blocked_at": NOW - timedelta(days=9)}
    return never(MessageReason(reason), contact=contact)


CASES = {
    "nothing speaks against it": Case(),
    "the quiet period of surveys": Case(contact={"next_survey_at": TOMORROW, "last_asked_at": NOW}),
    "unsubscribed": blocked("unsubscribed"),
    "bounced": blocked("bounced"),
    "complained": blocked("complained"),
    "blocked by staff": blocked("staff"),
    "blocked domain": never(MessageReason.BLOCKED_DOMAIN, program={"blocked_domains": ["customers.example"]}),
    "erased": never(MessageReason.ERASED, customer={"erased_at": NOW}, end=OutboxState.CANCELLED),
    "merged": never(MessageReason.MERGED, customer={"merged_into": "other"}, end=OutboxState.CANCELLED),
    "no address": never(
        MessageReason.NO_ADDRESS, customer={"contact": None, "email": "", "canonical_email": None}
    ),
    "no opt-in where it is needed": Case(
        customer={"country": "DE"}, program={"opt_in_countries": ["DE"]}, offer=MessageReason.NO_OPT_IN
    ),
    "no opt-in, of the account's country": Case(
        customer={"account": "DE"}, program={"opt_in_countries": ["DE"]}, offer=MessageReason.NO_OPT_IN
    ),
    "opt-in where it is needed": Case(
        customer={"country": "DE", "opted_in_at": NOW}, program={"opt_in_countries": ["DE"]}
    ),
    "a pause": Case(
        contact={"paused_until": TOMORROW}, service=MessageReason.PAUSED, offer=MessageReason.PAUSED
    ),
    "a pause that is over": Case(contact={"paused_until": NOW}),
    "asked not to be contacted": Case(
        answer={"contact_me": False}, personal=MessageReason.NOT_WANTED, offer=MessageReason.NOT_WANTED
    ),
    "an excluded answer says nothing": Case(
        answer={"contact_me": False, "state": "excluded", "excluded_reason": "test"}
    ),
    "an address that a visitor typed": Case(answer={"contact_me": False, "typed_email": "x@y.example"}),
}


def somebody(case: Case, program: Program) -> Customer:
    for name, value in (case.program or {}).items():
        setattr(program, name, value)
    program.save()
    facts = dict(case.customer or {})
    if "account" in facts:
        facts["account"] = AccountFactory.create(country=facts["account"])
    if "merged_into" in facts:
        facts["merged_into"] = CustomerFactory.create()
    customer = CustomerFactory.create()
    if case.answer:
        ResponseFactory.create(invitation__customer=customer, **{"answered_at": NOW, **case.answer})
    Contact.objects.filter(customers=customer).update(**(case.contact or {}))
    Customer.objects.filter(pk=customer.pk).update(**facts)
    return Customer.objects.get(pk=customer.pk)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_who_may_be_written_to(program: Program, case: Case) -> None:
    """G13 G18: messages obey consent; a personal answer comes through a pause and needs no opt-in."""
    customer = somebody(case, program)

    found = {kind: messages.why_not(customer=customer, kind=kind, now=NOW) for kind in MessageKind}

    assert found == {PERSONAL: case.personal, SERVICE: case.service, OFFER: case.offer}


@pytest.mark.parametrize("kind", [SERVICE, OFFER])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_all_of_it_is_asked_again_when_a_message_leaves(
    program: Program, case: Case, kind: MessageKind
) -> None:
    customer = somebody(case, program)
    row = MessageFactory.create(customer=customer, kind=kind)

    claiming.claim(now=NOW)

    row.refresh_from_db()
    reason = case.service if kind == SERVICE else case.offer
    assert (row.state, row.reason) == ((case.end, reason) if reason else (OutboxState.CLAIMED, ""))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_personal_one_too_but_for_what_was_known_when_it_was_written(program: Program, case: Case) -> None:
    """Whoever wrote although they asked not to be contacted said why; a refusal that came later counts."""
    customer = somebody(case, program)
    row = MessageFactory.create(customer=customer)

    claiming.claim(now=NOW)

    row.refresh_from_db()
    reason = None if case.personal == MessageReason.NOT_WANTED else case.personal
    assert (row.state, row.reason) == ((case.end, reason) if reason else (OutboxState.CLAIMED, ""))


def test_a_later_wish_not_to_be_contacted_holds_a_letter_back(program: Program) -> None:
    answer = ResponseFactory.create(answered_at=NOW)
    row = MessageFactory.create(customer=answer.customer, response=answer)
    Response.objects.filter(pk=answer.pk).update(contact_me=False, revised_at=NOW + timedelta(minutes=1))

    claiming.claim(now=NOW + timedelta(minutes=2))

    row.refresh_from_db()
    assert (row.state, row.reason) == (OutboxState.SKIPPED, MessageReason.NOT_WANTED)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"step": "stopped"}, (OutboxState.CANCELLED, MessageReason.STOPPED)),
        ({"step": "paused"}, (OutboxState.PLANNED, "")),
        ({"step": "running"}, (OutboxState.CLAIMED, "")),
        ({"moved": True}, (OutboxState.SKIPPED, MessageReason.ADDRESS_CHANGED)),
        ({"expires_at": NOW}, (OutboxState.EXPIRED, MessageReason.TOO_LATE)),
    ],
)
def test_what_else_holds_a_message_back(
    program: Program,
    change: dict[str, Any],
    verdict: tuple[str, str],
    step_run_in: Callable[[str], Any],
) -> None:
    """G48: a stopped playbook sends nothing more, a paused one holds what is planned."""
    fields = dict(change)
    if "step" in fields:
        fields["step_run"] = step_run_in(fields.pop("step"))
    if fields.pop("moved", False):
        fields["contact"] = CustomerFactory.create().contact
    row = MessageFactory.create(**fields)

    claiming.claim(now=NOW)

    row.refresh_from_db()
    assert (row.state, row.reason) == verdict


def test_no_hold_is_read_or_written(program: Program) -> None:
    """A message is no survey: the six months neither hold it nor begin with it."""
    holds = {"next_survey_at": TOMORROW, "last_asked_at": NOW, "hold_token": None, "hold_before": None}
    held, free = CustomerFactory.create_batch(2)
    Contact.objects.filter(customers=held).update(**holds)
    before = list(Contact.objects.order_by("pk").values())

    for customer in (held, free):
        messages.write(customer=customer, subject="Hello", body="You.", kind=OFFER, author=None, now=NOW)
    claimed = claiming.claim(now=NOW)

    assert claimed.claimed == 2
    assert set(Message.objects.values_list("state", flat=True)) == {OutboxState.CLAIMED}
    assert list(Contact.objects.order_by("pk").values()) == before
