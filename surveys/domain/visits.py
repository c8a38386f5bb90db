"""Asking somebody who is here: a visitor whom the company's own server names, or a caller on the phone.

No mail leaves, but it is a survey like any other: the same single file, the claim's own checks of audience,
reservations and the account's limit, the same swap of the contact's hold, and a row that says so. What
speaks of mails alone (a bounce, an opt-in, a domain, the hours, a daily limit) does not count here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest

from core import calendars
from customers.domain.consent import PERSONAL
from customers.enums import BlockReason
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import exceptions, holding, judging
from surveys.domain.judging import moments, people
from surveys.enums import Reason, label_of_reason
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from surveys.domain.judging import Bench, Case
    from surveys.domain.judging.bench import Check
    from surveys.models import Campaign, Placement

# Of the claim's checks those that are not about a mail, nor about the person's own hold.
OF_PERSON: tuple[Check, ...] = (people.in_stage, people.in_audience, people.not_reserved)


@dataclass(frozen=True)
class NotAskable(Exception):
    """Somebody may not be asked now: the reason's code, and until when it holds where that is known."""

    reason: str
    until: datetime | None = None

    @property
    def label(self) -> str:
        """The reason in words."""
        return label_of_reason(self.reason)


def show(*, placement: Placement, customer: Customer, now: datetime) -> Invitation:
    """The widget is about to be seen by this person. Raises NotAskable: then nothing is to be shown."""
    occasion = f"visit:{placement.pk}:{uuid.uuid4().hex}"
    return ask(campaign=placement.campaign, customer=customer, occasion=occasion, at=now, now=now)


def ask(*, campaign: Campaign, customer: Customer, occasion: str, at: datetime, now: datetime) -> Invitation:
    """Ask one person now, or write down that they were asked at an earlier instant; returns the sent row.

    Takes the contact's hold from `at` on. Raises NotAskable, and changes nothing then.
    """
    with transaction.atomic():
        # Claims hold this row: nobody else is asking anybody meanwhile.
        program = Program.objects.locked()
        person = _person(customer)
        bench, case = _seated(campaign, person, program, at=at)
        _judge(OF_PERSON, bench, case)
        _check_history(bench, person)
        if person.contact_id is not None:
            _take_hold(campaign, person.contact_id, program, at=at, now=now)
        _judge([moments.in_account_limit], bench, case)
        return Invitation.objects.create(
            campaign=campaign,
            customer=person,
            contact_id=person.contact_id,
            occasion=occasion,
            occasion_on=calendars.local_day(at, ZoneInfo(program.time_zone)),
            state=OutboxState.SENT,
            stage=case.stage,
            attributes=person.attributes,
            planned_at=now,
            send_after=at,
            claimed_at=now,
            sent_at=at,
            delivered_at=at,
        )


def obstacle(*, campaign: Campaign | None, customer: Customer, at: datetime) -> NotAskable | None:
    """What will most likely refuse them, to be said before somebody begins. `ask` alone decides."""
    contact = customer.contact
    if contact is not None:
        paused = contact.paused_until is not None and contact.paused_until > at
        if contact.blocked_reason in PERSONAL or paused or contact.is_held(now=at):
            return _refusal(contact, at=at)
    if campaign is None:
        return None
    bench, case = _seated(campaign, customer, Program.objects.current(), at=at)
    try:
        _judge([*OF_PERSON, moments.in_account_limit], bench, case)
    except NotAskable as refusal:
        return refusal
    return None


def _person(customer: Customer) -> Customer:
    """The customer as they are now. Locked before their contact, as erasing and recording do."""
    people = Customer.objects.select_related("account").select_for_update(of=("self",), no_key=True)
    person = people.get(pk=customer.pk)
    if person.erased_at:
        raise NotAskable(Reason.ERASED)
    if person.merged_into_id:
        raise NotAskable(Reason.MERGED)
    return person


def _seated(campaign: Campaign, person: Customer, program: Program, *, at: datetime) -> tuple[Bench, Case]:
    """The claim's judge of this campaign, and the person as one of its rows, at that instant."""
    row = Invitation(campaign=campaign, customer=person, send_after=at)
    sitting = judging.convene(campaigns=[campaign], rows=[row], contacts={}, program=program, now=at)
    bench = sitting.bench(campaign, [row])
    return bench, bench.case(row, None)


def _judge(checks: Iterable[Check], bench: Bench, case: Case) -> None:
    """Raises NotAskable for the first objection."""
    for check in checks:
        if verdict := check(bench, case):
            raise NotAskable(verdict.reason, verdict.send_after)


def _take_hold(campaign: Campaign, contact_id: int, program: Program, *, at: datetime, now: datetime) -> None:
    """Swap the hold, if the contact is really free: the guards stand in the UPDATE."""
    terms = exceptions.terms(campaigns=[campaign], contact_ids=[contact_id], program=program, now=now)
    free = holding.is_free([contact_id], program=program, terms=terms[campaign.pk], now=at)
    willing = Contact.objects.exclude(blocked_reason__in=PERSONAL)
    swapped = willing.filter(free, holding.rested(at), pk=contact_id).update(
        last_asked_at=_later("last_asked_at", at),
        next_survey_at=_later("next_survey_at", holding.quiet_until(at, program)),
        hold_token=None,
        hold_before=None,
    )
    if swapped != 1:
        raise _refusal(Contact.objects.get(pk=contact_id), at=at)


def _refusal(contact: Contact, *, at: datetime) -> NotAskable:
    if contact.blocked_reason not in {"", BlockReason.BOUNCED}:
        return NotAskable(contact.blocked_reason)
    if contact.paused_until and contact.paused_until > at:
        return NotAskable(Reason.PAUSED, contact.paused_until)
    return NotAskable(Reason.QUIET_PERIOD, contact.next_survey_at)


def _check_history(bench: Bench, person: Customer) -> None:
    """Without an address there was no hold to swap: the rows say when they were asked, in the single file."""
    asked = bench.unaddressed.get(person.pk)
    answered = person.last_answered_at if person.contact_id is None else None
    last = max((when for when in (asked, answered) if when), default=None)
    if last is None:
        return
    until = holding.quiet_until(last, bench.program, bench.terms.months)
    if until > bench.now:
        raise NotAskable(Reason.QUIET_PERIOD, until)


def _later(field: str, instant: datetime) -> Greatest:
    return Greatest(Coalesce(field, Value(instant)), Value(instant))
