"""Judges one campaign's rows: what all of them share is asked of the database once for each claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from customers.domain import lifecycle, permission
from mailroom.enums import OutboxState
from surveys.domain import holding, subject_test, texts
from surveys.domain.judging import moments, people, rows
from surveys.domain.judging.verdict import Case, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from customers.models import Contact, Customer
    from surveys.domain.accounts import AccountLimit
    from surveys.domain.exceptions import Terms
    from surveys.models import Campaign, Invitation, SurveyText
    from team.models import Program

Check = Callable[["Bench", Case], Verdict | None]

CHECKS: tuple[Check, ...] = (*rows.CHECKS, *people.CHECKS, *moments.CHECKS)


@dataclass
class Bench:
    """One campaign in one claim.

    `room` is what today's limit leaves (None: no limit). `members` are the customers in the saved
    audience (None: everybody); `reserved` names, for who is kept for another campaign, the reason.
    `freed` are contacts whose hold does not count thanks to an exception, `taken` those this claim asks
    already. `unaddressed` says when somebody was asked who had no address then. `texts` are the survey's
    where two subjects are tested.
    """

    campaign: Campaign
    program: Program
    now: datetime
    room: int | None
    terms: Terms
    accounts: AccountLimit
    members: Collection[int] | None = None
    reserved: Mapping[int, str] = field(default_factory=dict)
    freed: Collection[int] = ()
    taken: set[int] = field(default_factory=set)
    unaddressed: Mapping[int, datetime] = field(default_factory=dict)
    days_off: Mapping[str, frozenset[date]] = field(default_factory=dict)
    texts: Sequence[SurveyText] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.program.time_zone)

    def judge(self, row: Invitation, contact: Contact | None) -> Verdict:
        """The verdict on one row, the first objection of all; a claimed one takes its share of the limits.

        `contact` is locked, or None for a customer without an address.
        """
        case = self.case(row, contact)
        for check in CHECKS:
            if verdict := check(self, case):
                return verdict
        if self.room is not None:
            self.room -= 1
        if contact is not None:
            self.taken.add(contact.pk)
        self.accounts.take(row.customer.account_id, row.customer_id)
        return Verdict(OutboxState.CLAIMED, stage=case.stage, variant=self._variant(row.customer))

    def case(self, row: Invitation, contact: Contact | None) -> Case:
        """A row as the checks see it."""
        stage = lifecycle.stage_now(customer=row.customer, program=self.program, now=self.now)
        return Case(row, contact, stage)

    def zone_of(self, customer: Customer) -> ZoneInfo:
        """The customer's time zone, else the program's."""
        return calendars.zone_for(customer.time_zone, self.zone)

    def days_off_of(self, customer: Customer) -> frozenset[date]:
        """Everybody's days off and those of the customer's country."""
        everywhere = self.days_off.get("", frozenset())
        country = permission.country_of(customer)
        return everywhere | self.days_off.get(country, frozenset()) if country else everywhere

    def silent_until(self, case: Case) -> datetime | None:
        """Until when this person is quiet for this campaign, or None when they are free.

        The hold is the address's; who was asked before we had one is quiet all the same.
        """
        if case.contact is None:
            return None
        held_until = self.quiet_until(case.contact)
        asked_at = self.unaddressed.get(case.row.customer_id)
        if asked_at is None:
            return held_until
        until = holding.quiet_until(asked_at, self.program, self.terms.months_of(case.contact.pk))
        return held_until if until <= self.now else max(until, held_until or until)

    def quiet_until(self, contact: Contact) -> datetime | None:
        """Until when this address is quiet for this campaign, or None when it is free."""
        months = self.terms.months_of(contact.pk)
        if contact.pk in self.taken:
            # With no quiet months at all: not in the same moment either.
            return max(holding.quiet_until(self.now, self.program, months), moments.soon(self.now))
        held_until = contact.next_survey_at
        if held_until is None or held_until <= self.now or contact.pk in self.freed:
            return None
        if months < self.terms.usual and contact.last_asked_at is not None:
            shorter = holding.quiet_until(contact.last_asked_at, self.program, months)
            return min(held_until, shorter) if shorter > self.now else held_until
        return held_until

    def _variant(self, customer: Customer) -> str:
        if not self.texts:
            return ""
        default = self.campaign.survey.default_language
        text = texts.best_text(texts=self.texts, language=customer.language, default=default)
        if not text.subject_b:
            # Who reads a language without a second subject is in neither arm.
            return ""
        return subject_test.variant_for(spread=customer.spread, campaign_id=self.campaign.pk)
