"""What a change of the program's settings would do to customers, in sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from customers.domain import permission, quiet, retention
from customers.models import Contact, Customer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from team.models import Program


def told(*, stored: Program, proposed: Program, fields: Collection[str], now: datetime) -> dict[str, str]:
    """A sentence for each of these settings that customers feel."""
    tellers: dict[str, Callable[[], str]] = {
        "quiet_months": lambda: _quiet_months(stored, proposed, now),
        "opt_in_countries": lambda: _opt_in_countries(proposed),
        "blocked_domains": lambda: _blocked_domains(proposed),
        "account_most": lambda: _account_most(proposed, now),
    }
    sentences = {name: tell() for name, tell in tellers.items() if name in fields}
    return sentences | retention.effects(program=proposed, fields=fields, now=now)


def _quiet_months(stored: Program, proposed: Program, now: datetime) -> str:
    held = Contact.objects.filter(next_survey_at__gt=now).count()
    if proposed.quiet_months < stored.quiet_months:
        return (
            "Nobody is asked earlier than they were promised: "
            f"the shorter period counts from the next survey on. In their quiet period now: {people(held)}."
        )
    zone, in_doubt = ZoneInfo(proposed.time_zone), quiet.doubts(now=now)
    gain = quiet.gain(months=proposed.quiet_months, zone=zone, now=now, in_doubt=in_doubt)
    if proposed.quiet_months == stored.quiet_months or not gain.total:
        return f"In their quiet period now: {people(held)}. Nobody’s date changes."
    return (
        f"A later date for {people(gain.total)} who were asked before: "
        f"{gain.held:,} quiet now and longer so, "
        f"{gain.free:,} who could be asked today and could not any more."
    )


def _opt_in_countries(proposed: Program) -> str:
    countries = proposed.opt_in_countries
    if not countries:
        return "Everybody may be asked who has not refused."
    there = Customer.objects.current().alias(from_country=permission.country())
    there = there.filter(from_country__in=countries)
    total, without = there.count(), there.filter(opted_in_at=None).count()
    return (
        f"In these countries: {people(total)}, {without:,} without an opt-in. No survey is mailed to those."
    )


def _blocked_domains(proposed: Program) -> str:
    domains = proposed.blocked_domains
    if not domains:
        return "No domain is blocked."
    counts = Customer.objects.current().aggregate(
        **{f"n{number}": _in_domain(domain) for number, domain in enumerate(domains)},
        total=Count("pk", filter=permission.in_domains(domains=domains)),
    )
    parts = [f"{domain} {counts[f'n{number}']:,}" for number, domain in enumerate(domains)]
    return f"No survey for {people(counts['total'])}: {', '.join(parts)}."


def _in_domain(domain: str) -> Count:
    return Count("pk", filter=permission.in_domains(domains=[domain]))


def _account_most(proposed: Program, now: datetime) -> str:
    if not proposed.account_most:
        return "Everybody of an account may be asked at once."
    since = now - timedelta(days=proposed.account_days)
    asked = Count("contact", filter=Q(contact__last_asked_at__gt=since), distinct=True)
    accounts = Customer.objects.current().exclude(account=None).order_by().values("account")
    full = accounts.annotate(asked=asked).filter(asked__gte=proposed.account_most).count()
    verb = "has" if full == 1 else "have"
    return (
        f"{full:,} account{'' if full == 1 else 's'} {verb} reached this in the last "
        f"{proposed.account_days} days: their next people wait until there is room."
    )


def people(number: int) -> str:
    """1 person, 1,204 people."""
    return "1 person" if number == 1 else f"{number:,} people"
