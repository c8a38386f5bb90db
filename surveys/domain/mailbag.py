"""Invitations as the mailroom sees them: what they say, and what follows from each outcome."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from customers.domain import consent
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import holding
from surveys.domain.lettering import Lettering
from surveys.enums import Reason
from surveys.models import Campaign, Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.domain.delivery import Unbuildable
    from mailroom.domain.letters import Letter

NOT_SENT = (OutboxState.PLANNED, OutboxState.FAILED, OutboxState.SKIPPED)


class InvitationMailbag:
    """The mailroom's `Mailbag` for invitations. One bag, one delivery: it keeps what rows share."""

    model = Invitation

    def __init__(self) -> None:
        self.lettering = Lettering()

    def sendable(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """Only rows whose contact is still the customer's, writable and held by this very claim.

        Somebody who was erased or moved is not; nor is one of whom another mail turned out to have
        arrived: that took the hold over. And nothing leaves for a campaign that was paused.
        """
        # Who asked for a pause since the claim did so with an instant that lies after it.
        rested = Q(paused_until=None) | Q(paused_until__lte=OuterRef("claimed_at"))
        mine = Contact.objects.writable().filter(
            rested,
            pk=OuterRef("contact_id"),
            hold_token=OuterRef("claim_token"),
            customers=OuterRef("customer_id"),
        )
        return rows.filter(Exists(mine), campaign__in=Campaign.objects.active())

    def refusals(self, rows: Sequence[Invitation]) -> Mapping[int, str]:
        """Why a row is over: its contact refused, or its customer was erased."""
        told = Invitation.objects.filter(pk__in=[row.pk for row in rows]).values_list(
            "pk", "customer__erased_at", "contact__blocked_reason"
        )
        reasons = {pk: Reason.ERASED.value if erased_at else blocked for pk, erased_at, blocked in told}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def compose(self, rows: Sequence[Invitation]) -> Iterator[Letter | Unbuildable | None]:
        """One letter a row, in the customer's language; None for one whose address changed just now."""
        # Only what the letter says: whole customers, read again for each chunk, cost as much as sending.
        people = Customer.objects.only("email", "name", "language", "contact_id").in_bulk(
            [row.customer_id for row in rows]
        )
        for row in rows:
            row.customer = people[row.customer_id]
            if row.customer.contact_id == row.contact_id:
                yield self.lettering.letter(row, dated=row.claimed_at or row.planned_at)
            else:
                yield None

    def settle(self, outcome: Mapping[OutboxState, Sequence[Invitation]], *, now: datetime) -> None:
        """Give holds back where nothing was sent; make them final, with the date, where it was."""
        contacts = _contacts_of([row for rows in outcome.values() for row in rows])
        for state, rows in outcome.items():
            if state in NOT_SENT:
                holding.give_back(rows)
            elif state == OutboxState.SENT:
                ids = {pk for row in rows for pk in contacts[row.pk]}
                consent.asked(contact_ids=ids, at=now, until=_quiet_until(now))
                _disown(ids, now)
            elif state == OutboxState.UNKNOWN:
                _prolong(rows, contacts)


def _disown(contact_ids: Collection[int], now: datetime) -> None:
    """A claim that an exception allowed relied on when these were last asked, which is later now.

    What it holds without having begun is judged once more. Its hold stays.
    """
    granted = Contact.objects.filter(pk__in=contact_ids, hold_token__isnull=False, hold_before__gt=now)
    granted.update(hold_token=None, hold_before=None)


def _contacts_of(rows: Sequence[Invitation]) -> dict[int, set[int]]:
    """The contacts of each row, locked: the one that was asked, and the one its customer has by now."""
    # By the rows as they are stored: a merge since the claim may have given one another customer.
    stored = Invitation.objects.filter(pk__in=[row.pk for row in rows])
    now_at = dict(stored.values_list("pk", "customer__contact_id"))
    found = {row.pk: {pk for pk in (row.contact_id, now_at[row.pk]) if pk is not None} for row in rows}
    list(Contact.objects.filter(pk__in=set().union(*found.values())).locked().values_list("pk"))
    return found


def _prolong(rows: Sequence[Invitation], contacts: Mapping[int, set[int]]) -> None:
    """Of a mail that may have arrived: quiet from its attempt on, which may lie a day after the claim."""
    by_hold: dict[datetime, set[int]] = defaultdict(set)
    for row in rows:
        if row.attempt_started_at is not None:
            by_hold[_quiet_until(row.attempt_started_at)] |= contacts[row.pk]
    for until, ids in by_hold.items():
        Contact.objects.filter(pk__in=ids, next_survey_at__lt=until).update(next_survey_at=until)


def _quiet_until(asked_at: datetime) -> datetime:
    # Read each time: who asks for a longer period means the mails that are on their way, too.
    return holding.quiet_until(asked_at, Program.objects.current())
