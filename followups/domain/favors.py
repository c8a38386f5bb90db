"""What we may ask of a customer besides an answer: not the same twice in a year, and not against their wish.

Each rule twice, for one customer and for many; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery

from core.calendars import add_months, local_day, start_of_day
from core.scoring import Band, scores_of
from customers.domain import permission
from customers.enums import BlockReason, Stage
from followups.domain.messages import consent
from followups.enums import EndorsementKind, EndorsementState
from followups.models import Endorsement, FollowUp
from responses.models import Response
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from customers.models import Customer
    from customers.querysets import CustomerQuerySet

AGAIN_AFTER_MONTHS: Final = 12
# What costs the customer least comes first.
ORDER: Final = (
    EndorsementKind.REVIEW,
    EndorsementKind.QUOTE,
    EndorsementKind.REFERENCE,
    EndorsementKind.CASE_STUDY,
    EndorsementKind.SPEAKER,
)
NOUNS: Final = {
    EndorsementKind.REVIEW: "a public review",
    EndorsementKind.QUOTE: "a quote",
    EndorsementKind.REFERENCE: "a reference call",
    EndorsementKind.CASE_STUDY: "a case study",
    EndorsementKind.SPEAKER: "a talk",
}
# Somebody whose address bounces can be telephoned; the others do not want to hear from us.
REFUSED: Final = [reason for reason in BlockReason if reason != BlockReason.BOUNCED]
BEST: Final = min(scores_of(Band.PROMOTER))


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for everybody at one moment."""

    program: Program
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.program.time_zone)

    @property
    def since(self) -> datetime:
        """Whoever was asked at this instant or later is not asked for the same."""
        day = add_months(local_day(self.now, self.zone), -AGAIN_AFTER_MONTHS)
        return start_of_day(day + timedelta(days=1), self.zone)


def terms(*, now: datetime) -> Terms:
    """The terms of this moment."""
    return Terms(Program.objects.current(), now)


def unwilling(customer: Customer, *, said: Terms, is_unwanted: bool) -> str:
    """Why nothing may be asked of them, in a sentence; empty when it may.

    Asked as an offer is: with an opt-in where one is needed, never against a refusal, a pause or the wish
    not to be contacted. An address that bounces is no wish.
    """
    contact, program = customer.contact, said.program
    if customer.erased_at is not None:
        return "The customer was erased."
    if contact is not None and contact.blocked_reason in REFUSED:
        return f"{contact.get_blocked_reason_display()}."
    if permission.has_blocked_domain(customer.canonical_email, domains=program.blocked_domains):
        return "Nobody of this domain is written to."
    if permission.lacks_opt_in(customer, countries=program.opt_in_countries):
        return "They have not agreed to be written to, which their country asks for."
    if contact is not None and contact.paused_until is not None and contact.paused_until > said.now:
        return f"They take a break until {_day(local_day(contact.paused_until, said.zone))}."
    return "They asked not to be contacted." if is_unwanted else ""


def ill_timed(customer: Customer, *, has_followup: bool) -> str:
    """Why this is no moment to ask, though it is not forbidden; empty when it is."""
    if customer.stage == Stage.LOSS:
        return "They have left."
    if has_followup:
        return "Their follow-up is open: solve that first."
    if customer.last_score is not None and customer.last_score < BEST:
        return f"Their last answer was {customer.last_score}."
    return ""


def is_unwanted(customer: Customer) -> bool:
    """Whether their latest answer asks us not to contact them."""
    answer = consent.latest_answer(customer)
    return answer is not None and not answer.contact_me


def stands_against(rows: Iterable[Endorsement], *, kind: str, said: Terms) -> Endorsement | None:
    """Of a customer's endorsements, the one because of which this kind is not asked for now."""
    return next((row for row in rows if row.kind == kind and _stands(row, said)), None)


def free_from(row: Endorsement, *, said: Terms) -> date:
    """The first day on which the same may be asked again."""
    day = local_day(max(row.asked_at, row.decided_at or row.asked_at), said.zone)
    again = add_months(day, AGAIN_AFTER_MONTHS)
    # February has its own length: add_months is not always undone by itself.
    while add_months(again, -AGAIN_AFTER_MONTHS) < day:
        again += timedelta(days=1)
    return again


def next_kinds(rows: Collection[Endorsement], *, said: Terms) -> list[EndorsementKind]:
    """What they may be asked for next, the smallest favor first."""
    return [kind for kind in ORDER if stands_against(rows, kind=kind, said=said) is None]


def willing(rows: CustomerQuerySet, *, said: Terms) -> CustomerQuerySet:
    """Those against whom neither `unwilling` nor `ill_timed` says anything."""
    program = said.program
    answers = Response.objects.counted().filter(customer=OuterRef("pk"), typed_email="")
    latest = answers.order_by("-answered_at", "-pk").values("contact_me")[:1]
    open_ones = FollowUp.objects.unfinished().filter(customer=OuterRef("pk"))
    found: CustomerQuerySet = (
        rows.filter(erased_at=None)
        .exclude(contact__blocked_reason__in=REFUSED)
        .exclude(permission.in_domains(domains=program.blocked_domains))
        .exclude(permission.without_opt_in(countries=program.opt_in_countries))
        .filter(Q(contact__paused_until=None) | Q(contact__paused_until__lte=said.now))
        .exclude(stage=Stage.LOSS)
        .filter(Q(last_score=None) | Q(last_score__gte=BEST))
        .exclude(Exists(open_ones))
        .annotate(wants_contact=Subquery(latest))
    )
    return found.filter(Q(wants_contact=None) | Q(wants_contact=True))


def free_for(rows: CustomerQuerySet, *, kind: str, said: Terms) -> CustomerQuerySet:
    """Those of whom this kind may be asked now."""
    lately = Q(asked_at__gte=said.since) | Q(decided_at__gte=said.since)
    standing = Endorsement.objects.filter(lately | Q(state=EndorsementState.AGREED), kind=kind)
    return willing(rows, said=said).exclude(Exists(standing.filter(customer=OuterRef("pk"))))


def _stands(row: Endorsement, said: Terms) -> bool:
    last = max(row.asked_at, row.decided_at or row.asked_at)
    return row.state == EndorsementState.AGREED or last >= said.since


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
