"""What all judgments of one claim have in common, whichever campaign they are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from customers.domain import audiences
from customers.models import Customer
from surveys.domain import accounts, allowance, exceptions, holding
from surveys.domain.candidates.reserving import reservations
from surveys.domain.judging.bench import Bench
from team.domain import holidays

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from customers.models import Contact
    from surveys.domain.accounts import AccountLimit
    from surveys.domain.exceptions import Terms
    from surveys.models import Campaign, Invitation
    from team.models import Program

# A row that waits for an opening looks at most so far ahead.
AHEAD = timedelta(days=60)


@dataclass
class Sitting:
    """One claim's judgments. `taken` are the contacts that it asks already, of whatever campaign."""

    program: Program
    now: datetime
    contacts: Mapping[int, Contact]
    terms: Mapping[int, Terms]
    accounts: AccountLimit
    days_off: Mapping[str, frozenset[date]]
    unaddressed: Mapping[int, datetime]
    taken: set[int] = field(default_factory=set)

    def bench(self, campaign: Campaign, rows: Sequence[Invitation]) -> Bench:
        """Who judges this campaign's rows."""
        ids = [row.customer_id for row in rows]
        contact_ids = [row.customer.contact_id for row in rows if row.customer.contact_id]
        terms = self.terms[campaign.pk]
        return Bench(
            campaign=campaign,
            program=self.program,
            now=self.now,
            room=allowance.room(campaign, self.program, self.now),
            terms=terms,
            accounts=self.accounts,
            members=self._members(campaign, ids),
            reserved=self._reserved(campaign, ids),
            freed=holding.freed(contact_ids, program=self.program, terms=terms, now=self.now),
            taken=self.taken,
            unaddressed=self.unaddressed,
            days_off=self.days_off if campaign.skips_holidays else {},
            texts=list(campaign.survey.texts.all()) if campaign.tests_subject else [],
        )

    def _members(self, campaign: Campaign, ids: Sequence[int]) -> set[int] | None:
        if campaign.audience is None:
            return None
        try:
            rules = audiences.parse(campaign.audience.rules)
        except audiences.InvalidRules:
            # An attribute it speaks of is gone. That campaign asks nobody; the others go on.
            return set()
        members = audiences.members(rules, program=self.program, now=self.now)
        return set(members.filter(pk__in=ids).values_list("pk", flat=True))

    def _reserved(self, campaign: Campaign, ids: Sequence[int]) -> dict[int, str]:
        kept: dict[int, str] = {}
        for keeper in reservations(campaign, program=self.program, now=self.now, until=self.now):
            wanted = Customer.objects.filter(pk__in=ids).annotate(kept_on=keeper.kept_on())
            for pk in wanted.exclude(kept_on=None).values_list("pk", flat=True):
                kept.setdefault(pk, keeper.code)
        return kept


def convene(
    *,
    campaigns: Collection[Campaign],
    rows: Collection[Invitation],
    contacts: Mapping[int, Contact],
    program: Program,
    now: datetime,
) -> Sitting:
    """Ask once what every judgment of these rows needs. `contacts` are locked where somebody claims."""
    account_ids = {row.customer.account_id for row in rows if row.customer.account_id}
    heeds = any(campaign.skips_holidays for campaign in campaigns)
    # A day of margin on both sides: local days differ.
    since, until = (now - timedelta(days=1)).date(), (now + AHEAD).date()
    return Sitting(
        program=program,
        now=now,
        contacts=contacts,
        terms=exceptions.terms(campaigns=campaigns, contact_ids=contacts.keys(), program=program, now=now),
        accounts=accounts.limit_for(account_ids=account_ids, program=program, now=now),
        days_off=holidays.days_off(since=since, until=until) if heeds else {},
        unaddressed=holding.asked_without_address({row.customer_id for row in rows}),
    )
