"""May we write this kind of message to this person now? Surveys' quiet period is no part of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain import permission
from followups.enums import MessageKind, MessageReason
from responses.models import Response
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from customers.models import Contact, Customer


def why_not(
    *, customer: Customer, kind: MessageKind | str, response: Response | None = None, now: datetime
) -> MessageReason | None:
    """Why the message must not be written; None when it may.

    Nobody who unsubscribed, complained, bounces or was blocked by the staff is ever written to. An offer
    needs an opt-in where the program's rules ask for one; offers and messages about one's own case respect a
    pause. A personal answer comes through a pause, since it answers the customer's own words; it and an
    offer do not come to whoever asked not to be contacted, by `response` or else by their latest answer.
    """
    found = response or latest_answer(customer)
    return judge(
        customer=customer,
        contact=customer.contact,
        kind=MessageKind(kind),
        is_unwanted=found is not None and not found.contact_me,
        program=Program.objects.current(),
        now=now,
    )


def judge(
    *,
    customer: Customer,
    contact: Contact | None,
    kind: MessageKind,
    is_unwanted: bool,
    program: Program,
    now: datetime,
) -> MessageReason | None:
    """The same with everything at hand. `is_unwanted`: they asked not to be contacted."""
    obstacle = next(_obstacles(customer, contact, program), None)
    if obstacle or contact is None:
        return obstacle
    if kind == MessageKind.OFFER and permission.lacks_opt_in(customer, countries=program.opt_in_countries):
        return MessageReason.NO_OPT_IN
    is_resting = contact.paused_until is not None and contact.paused_until > now
    if kind != MessageKind.PERSONAL and is_resting:
        return MessageReason.PAUSED
    return MessageReason.NOT_WANTED if kind != MessageKind.SERVICE and is_unwanted else None


def latest_answer(customer: Customer) -> Response | None:
    """The newest answer that counts and is theirs for certain: it says what they want now."""
    answers = Response.objects.counted().filter(customer=customer, typed_email="")
    return answers.order_by("-answered_at", "-pk").first()


def _obstacles(customer: Customer, contact: Contact | None, program: Program) -> Iterator[MessageReason]:
    """What stands against a message of any kind."""
    if customer.erased_at is not None:
        yield MessageReason.ERASED
    if customer.merged_into_id is not None:
        yield MessageReason.MERGED
    if contact is None:
        yield MessageReason.NO_ADDRESS
    elif contact.blocked_reason:
        yield MessageReason(contact.blocked_reason)
    if permission.has_blocked_domain(customer.canonical_email, domains=program.blocked_domains):
        yield MessageReason.BLOCKED_DOMAIN
