"""Invitations as the mailroom sees them: what they say, and what follows from each outcome."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When

from core import calendars
from customers.domain import consent
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import holding
from surveys.domain.lettering import Lettering
from surveys.enums import Reason
from surveys.models import Campaign, Invitation, QuietException
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from mailroom.domain.delivery import Unbuildable
    from mailroom.domain.letters import Letter

THEIRS = Q(contact=F("customer__contact"))
NOT_SENT = (OutboxState.PLANNED, OutboxState.FAILED, OutboxState.SKIPPED)
LOADED = (
    "state", "planned_at", "claim_token", "claimed_at", "attempts", "attempt_started_at", "campaign_id",
    "contact_id", "variant", "customer__email", "customer__name", "customer__language",
    "customer__contact_id",
)  # fmt: skip
WHOSE = (
    "SELECT mail.id, person.contact_id, program.quiet_months, program.time_zone "  # noqa: S608  # our own names and placeholders only
    f"FROM {Invitation._meta.db_table} mail "
    f"JOIN {Customer._meta.db_table} person ON person.id = mail.customer_id "
    f"LEFT JOIN {Program._meta.db_table} program ON program.id = 1 WHERE mail.id IN ({{}})"
)


class InvitationMailbag:
    """The mailroom's `Mailbag` for invitations. One bag, one delivery: it keeps what rows share."""

    model = Invitation

    def __init__(self) -> None:
        self.lettering = Lettering()

    def sendable(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """Only rows whose contact is still the customer's, writable and held by this very claim.

        Somebody who was erased or moved is not; nor is one of whom another mail turned out to have
        arrived: that took the hold over. And nothing leaves for a campaign that was paused, or to
        somebody whom a longer quiet period forbids by now.
        """
        # Who asked for a pause since the claim did so with an instant that lies after it.
        rested = Q(paused_until=None) | Q(paused_until__lte=OuterRef("claimed_at"))
        mine = Contact.objects.writable().filter(
            rested,
            _still_free(),
            pk=OuterRef("contact_id"),
            hold_token=OuterRef("claim_token"),
            customers=OuterRef("customer_id"),
        )
        return rows.filter(Exists(mine), campaign__in=Campaign.objects.active())

    def refusals(self, rows: Sequence[Invitation]) -> Mapping[int, str]:
        """Why a row is over: its contact refused and is still the customer's, or the customer was erased."""
        told = Invitation.objects.filter(pk__in=[row.pk for row in rows]).values_list(
            "pk", "customer__erased_at", Case(When(THEIRS, then=F("contact__blocked_reason")))
        )
        reasons = {pk: Reason.ERASED.value if erased_at else blocked for pk, erased_at, blocked in told}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def loaded(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """With the customers, of whom only what the letter says: whole ones cost as much as sending.

        Whether the contact is still theirs is asked again as each attempt begins.
        """
        return rows.select_related("customer").only(*LOADED)

    def compose(self, rows: Sequence[Invitation]) -> Iterator[Letter | Unbuildable | None]:
        """One letter a row, in the customer's language; None for one whose address changed since."""
        for row in rows:
            if row.customer.contact_id == row.contact_id:
                yield self.lettering.letter(row, dated=row.claimed_at or row.planned_at)
            else:
                yield None

    def settle(self, outcome: Mapping[OutboxState, Sequence[Invitation]], *, now: datetime) -> None:
        """Give holds back where nothing was sent; make them final, with the date, where it was."""
        settled = [row for rows in outcome.values() for row in rows]
        if not settled:
            # All of them were lost to a reaper.
            return
        whose = _whose(settled)
        for state, rows in outcome.items():
            if state in NOT_SENT:
                holding.give_back(rows)
            elif state == OutboxState.SENT:
                ids = whose.contacts_of(rows)
                consent.asked(contact_ids=ids, at=now, until=whose.quiet_until(now))
                if late := [row for row in rows if row.state != OutboxState.CLAIMED]:
                    _disown(whose.contacts_of(late))
            elif state == OutboxState.UNKNOWN:
                _prolong(rows, whose)


@dataclass(frozen=True)
class _Whose:
    """The contacts of each row, locked: the one that was asked, and the one its customer has by now.

    With the program's quiet period as it is now: who asks for a longer one means the mails that are on
    their way, too.
    """

    contacts: Mapping[int, set[int]]
    months: int
    zone: ZoneInfo

    def contacts_of(self, rows: Iterable[Invitation]) -> set[int]:
        return {pk for row in rows for pk in self.contacts[row.pk]}

    def quiet_until(self, asked_at: datetime) -> datetime:
        return calendars.quiet_until(asked_at, self.months, self.zone)


def _still_free() -> Combinable | Q:
    """What the claim replaced was over by then, or an exception allowed it.

    A quiet period that grew since reaches further: by that the contact would not have been free.
    """
    claimed_at = OuterRef(OuterRef("claimed_at"))
    allowed = QuietException.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=claimed_at),
        Q(contact=OuterRef("pk")) | Q(campaign=OuterRef(OuterRef("campaign_id"))),
        granted_at__lte=claimed_at,
        until__gt=claimed_at,
    )
    return Q(hold_before=None) | Q(hold_before__lte=OuterRef("claimed_at")) | Exists(allowed)


def _disown(contact_ids: Collection[int]) -> None:
    """Proof turned up late: a claim that an exception allowed relied on another date of asking.

    What it holds without having begun is judged once more. Its hold stays.
    """
    claims = Invitation.objects.filter(state=OutboxState.CLAIMED, contact=OuterRef("pk"))
    granted = Contact.objects.filter(
        pk__in=contact_ids, hold_before__gt=Subquery(claims.values("claimed_at")[:1])
    )
    granted.update(hold_token=None, hold_before=None)


def _whose(rows: Sequence[Invitation]) -> _Whose:
    # Of the rows as they are stored: a merge since the claim may have given one another customer. By hand,
    # and with the program's settings: three questions of the ORM for each chunk cost as much as sending it.
    marks = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(WHOSE.format(marks), [row.pk for row in rows])
        told = cursor.fetchall()
    now_at = {pk: contact_id for pk, contact_id, *_ in told}
    found = {row.pk: {pk for pk in (row.contact_id, now_at[row.pk]) if pk is not None} for row in rows}
    if connection.features.has_select_for_update:
        list(Contact.objects.filter(pk__in=set().union(*found.values())).locked().values_list("pk"))
    months, zone = told[0][2:] if told else (None, "")
    if months is None:
        program = Program.objects.current()
        months, zone = program.quiet_months, program.time_zone
    return _Whose(found, months, ZoneInfo(zone))


def _prolong(rows: Sequence[Invitation], whose: _Whose) -> None:
    """Of a mail that may have arrived: quiet from its attempt on, which may lie a day after the claim."""
    by_hold: dict[datetime, set[int]] = defaultdict(set)
    for row in rows:
        if row.attempt_started_at is not None:
            by_hold[whose.quiet_until(row.attempt_started_at)] |= whose.contacts[row.pk]
    for until, ids in by_hold.items():
        Contact.objects.filter(pk__in=ids, next_survey_at__lt=until).update(next_survey_at=until)
