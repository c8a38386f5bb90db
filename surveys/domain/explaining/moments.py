"""What each rule about the moment says of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Coalesce

from mailroom.enums import OutboxState
from surveys.domain import schedule
from surveys.domain.describing import hours, plural
from surveys.domain.explaining.words import day_of, moment
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.judging import Bench, Case, Verdict

ASKED = [OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.CLAIMED]
DOUBTS = {
    OutboxState.UNKNOWN: ", and nobody knows whether it arrived",
    OutboxState.CLAIMED: ", and the mail is on its way",
}


def window(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Until when the occasion may be used."""
    closes_at = case.row.expires_at
    if closes_at is None:
        return "It does not close."
    return f"{'Closed on' if objection else 'Open until'} {moment(closes_at, bench.zone)}."


def date(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Whether the date moved."""
    return "The date has moved since this was planned." if objection else "It has not moved."


def calendar(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Whether the schedule changed."""
    return "The schedule has changed since this was planned." if objection else "It is in the schedule."


def quiet(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """Who asked them last, and until when they are quiet."""
    contact = case.contact
    if contact is None:
        return "Without an address nobody asked them by mail."
    if objection and contact.pk in bench.taken and not _is_held(bench, case):
        return "Another campaign asks them at this very moment."
    asked = f"{_last_asked(bench, case)}{_granted(bench, case)}".strip()
    if objection is None:
        return asked or "Nobody asked them yet."
    until = bench.silent_until(case)
    return f"{asked} Quiet until {moment(until, bench.zone)}.".strip() if until else asked


def opening(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """The campaign's hours, and when they come next."""
    said = f"Mails leave {hours(bench.campaign)}"
    said += ", and on no holiday." if bench.campaign.skips_holidays else "."
    opens = opens_next(bench, case) if objection else None
    return (
        f"{said} Next from {moment(opens, bench.zone_of(case.row.customer))}, their time." if opens else said
    )


def opens_next(bench: Bench, case: Case) -> datetime:
    """When the campaign may send to them next."""
    customer = case.row.customer
    zone, days_off = bench.zone_of(customer), bench.days_off_of(customer)
    return schedule.opening(bench.campaign, bench.now, zone, days_off=days_off)


def account(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """The limit, and when there is room."""
    program, customer = bench.program, case.row.customer
    if program.account_most is None:
        return "The program sets no limit for one account."
    if customer.account is None:
        return "They belong to no account."
    people = "1 person" if program.account_most == 1 else f"{program.account_most} people"
    said = f"At most {people} of {customer.account} in {plural(program.account_days, 'day')}."
    until = bench.accounts.room_from(customer.account_id, customer.pk)
    return f"{said} Room from {moment(until, bench.zone)}." if until else said


def daily(bench: Bench, case: Case, objection: Verdict | None) -> str:
    """What is left of today."""
    if bench.room is None:
        return "The campaign has no limit for a day."
    if objection:
        return "Today’s limit is used up, or by those who stand before them in line."
    return f"{plural(bench.room, 'mail')} left today."


def _is_held(bench: Bench, case: Case) -> bool:
    contact = case.contact
    return contact is not None and contact.is_held(now=bench.now) and contact.pk not in bench.freed


def _granted(bench: Bench, case: Case) -> str:
    months = bench.terms.months_of(case.contact.pk) if case.contact else bench.terms.usual
    if months >= bench.terms.usual:
        return ""
    return f" An exception shortens the quiet period to {plural(months, 'month')}."


def _last_asked(bench: Bench, case: Case) -> str:
    """The campaign that asked them last and when, whether the mail is known to have arrived or not."""
    contact = case.contact
    asked = (
        Invitation.objects.filter(Q(contact=contact) | Q(customer=case.row.customer))
        .filter(state__in=ASKED)
        .annotate(at=Coalesce("sent_at", "attempt_started_at", "claimed_at"))
        .order_by("-at")
        .values_list("campaign__name", "state", "at")
        .first()
    )
    if asked is not None:
        name, state, at = asked
        doubt = DOUBTS.get(OutboxState(state), "")
        return f"Asked last by “{name}” on {day_of(at, bench.zone)}{doubt}."
    if contact is not None and contact.last_asked_at is not None:
        return f"Asked last on {day_of(contact.last_asked_at, bench.zone)}."
    return ""
