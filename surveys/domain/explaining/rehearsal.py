"""A claim that claims nothing: the rows that are due, judged in the claim's own order by its own rules."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from customers.models import Contact
from mailroom.enums import OutboxState
from surveys.domain import judging
from surveys.domain.claiming import BATCH, READ
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from customers.models import Customer
    from surveys.domain.judging import Bench, Case, Verdict
    from surveys.domain.judging.bench import Check
    from team.models import Program


@dataclass(frozen=True)
class Hearing:
    """How one row fared. `bench` is as it was at that moment; `ahead` rows of the campaign came before."""

    bench: Bench
    case: Case
    verdict: Verdict
    ahead: int = 0

    @property
    def objections(self) -> dict[Check, Verdict | None]:
        """What each check said, not only the first that objected."""
        return {check: check(self.bench, self.case) for check in judging.CHECKS}


@dataclass
class Rehearsal:
    """One customer's due rows among everybody's. `hearings` are by campaign and occasion."""

    customer: Customer
    program: Program
    now: datetime
    hearings: dict[tuple[int, str], Hearing] = field(default_factory=dict)
    # Which campaign asks them now, if one does.
    winner: Campaign | None = None

    def run(self, prospects: Mapping[Campaign, Sequence[Invitation]]) -> None:
        """Judge the customer's rows of all active campaigns, and those that stand before them."""
        due = {campaign: [row for row in rows if self._is_due(row)] for campaign, rows in prospects.items()}
        rows = {campaign: [*self._others(campaign, prospects), *own] for campaign, own in due.items()}
        contacts = self._contacts(rows.values())
        everybody = [row for part in rows.values() for row in part]
        sitting = judging.convene(
            campaigns=rows.keys(), rows=everybody, contacts=contacts, program=self.program, now=self.now
        )
        for campaign, part in rows.items():
            bench = sitting.bench(campaign, part)
            for place, row in enumerate(sorted(part, key=_place)):
                self._hear(bench, row, contacts.get(row.customer.contact_id or 0), place)

    def hear(self, campaign: Campaign, row: Invitation) -> Hearing:
        """Judge a row by itself, due or not: what would be said of it if its moment were now."""
        contacts = self._contacts([[row]])
        sitting = judging.convene(
            campaigns=[campaign], rows=[row], contacts=contacts, program=self.program, now=self.now
        )
        return _heard(sitting.bench(campaign, [row]), row, contacts.get(row.customer.contact_id or 0))

    def _hear(self, bench: Bench, row: Invitation, contact: Contact | None, place: int) -> None:
        if row.customer_id != self.customer.pk:
            bench.judge(row, contact)
            return
        hearing = _heard(bench, row, contact, place)
        self.hearings[bench.campaign.pk, row.occasion] = hearing
        if hearing.verdict.state == OutboxState.CLAIMED:
            self.winner = bench.campaign

    def _is_due(self, row: Invitation) -> bool:
        return row.state == OutboxState.PLANNED and row.send_after <= self.now

    def _others(self, campaign: Campaign, prospects: Mapping[Campaign, object]) -> list[Invitation]:
        """Other people's due rows that may stand in the way: for a limit, or for the same address."""
        rows = Invitation.objects.due(now=self.now).filter(campaign=campaign).exclude(customer=self.customer)
        if not self._is_anything_limited(prospects):
            rows = rows.filter(customer__contact=self.customer.contact_id, customer__contact__isnull=False)
        found: list[Invitation] = list(
            rows.select_related("customer__account").only(*READ).order_by("send_after", "pk")[:BATCH]
        )
        return found

    def _is_anything_limited(self, prospects: Iterable[Campaign]) -> bool:
        return self.program.account_most is not None or any(
            campaign.daily_cap is not None or campaign.warm_up_first is not None for campaign in prospects
        )

    def _contacts(self, parts: Iterable[Sequence[Invitation]]) -> dict[int, Contact]:
        ids = {row.customer.contact_id for part in parts for row in part if row.customer.contact_id}
        return Contact.objects.in_bulk(ids)


def _heard(bench: Bench, row: Invitation, contact: Contact | None, ahead: int = 0) -> Hearing:
    # Judging changes the bench: what is read later must be as it was.
    before = replace(bench, taken=set(bench.taken), accounts=deepcopy(bench.accounts))
    return Hearing(before, bench.case(row, contact), bench.judge(row, contact), ahead)


def _place(row: Invitation) -> tuple[datetime, bool, int]:
    """The claim's order; what is not written yet comes last among equals."""
    return row.send_after, row.pk is None, row.pk or 0
