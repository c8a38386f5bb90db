"""The days on which no survey leaves: everywhere, or for the customers of one country."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import holidays
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from core import countries
from team.domain import audit
from team.models import Holiday, Program

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from team.models import User

EVERYWHERE = ""
LONGEST_NAME = 120


class AlreadyOff(Exception):
    """This day is in the list already, for the same country."""


class NoCalendar(Exception):
    """The library of public holidays knows nothing of this country in this year."""


def days_off(*, since: date, until: date) -> dict[str, frozenset[date]]:
    """The days off from one day to another, both included, by country code.

    The key "" holds those of everywhere: a consumer unites them with the customer's country.
    """
    found: dict[str, set[date]] = defaultdict(set)
    rows = Holiday.objects.filter(on__range=(since, until)).order_by()
    for country, day in rows.values_list("country", "on"):
        found[country].add(day)
    return {country: frozenset(days) for country, days in found.items()}


def add(*, on: date, name: str, country: str, actor: User, now: datetime) -> Holiday:
    """One day off, for a country or, with "", everywhere; audited. Raises AlreadyOff."""
    try:
        with transaction.atomic():
            added = Holiday.objects.create(on=on, name=name, country=country)
            audit.log(actor=actor, action="holiday.add", subject=added, now=now, changes=_facts(added))
    except IntegrityError as refusal:
        raise AlreadyOff from refusal
    return added


def remove(*, holiday_id: int, actor: User, now: datetime) -> str | None:
    """Send on this day again; audited. Returns its name, None when it was gone already."""
    with transaction.atomic():
        held = Holiday.objects.select_for_update().filter(pk=holiday_id).first()
        if held is None:
            return None
        audit.log(actor=actor, action="holiday.remove", subject=held, now=now, changes=_facts(held))
        held.delete()
    return held.name


def add_public(*, country: str, year: int, everywhere: bool, actor: User, now: datetime) -> int:
    """Add a country's public holidays of a year, for its customers or for all; returns how many were new.

    A second call adds nothing. Audited once. Raises NoCalendar.
    """
    days = public_holidays(country=country, year=year)
    target = EVERYWHERE if everywhere else country
    with transaction.atomic():
        # The program's row: of two who press the button at once, the second counts what is left to add.
        program = Program.objects.locked()
        known = Holiday.objects.filter(country=target, on__in=days).values_list("on", flat=True)
        missing = sorted(days.keys() - set(known))
        rows = [Holiday(on=day, country=target, name=days[day]) for day in missing]
        Holiday.objects.bulk_create(rows, ignore_conflicts=True)
        if missing:
            facts = {"country": country, "year": year, "everywhere": everywhere, "days": len(missing)}
            audit.log(actor=actor, action="holiday.add_public", subject=program, now=now, changes=facts)
    return len(missing)


def public_holidays(*, country: str, year: int) -> dict[date, str]:
    """The public holidays of a whole country, by day; those of its regions alone are left out.

    Raises NoCalendar.
    """
    if country not in offered():
        raise NoCalendar
    try:
        found = dict(holidays.country_holidays(country, years=year, language="en_US"))
    except (NotImplementedError, ValueError) as unknown:
        raise NoCalendar from unknown
    if not found:
        raise NoCalendar
    return {day: name[:LONGEST_NAME] for day, name in found.items() if day.year == year}


@cache
def offered() -> dict[str, str]:
    """The names of the countries whose public holidays the library knows, by code, in order of names."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: name for code, name in countries.names().items() if code in known}


def years() -> list[tuple[int, int]]:
    """(year, how many days are off) of every year that has any."""
    rows = Holiday.objects.order_by("on__year").values_list("on__year").annotate(number=Count("pk"))
    return list(rows)


def of_year(year: int) -> Iterable[Holiday]:
    """The days off of one year, in order."""
    return Holiday.objects.filter(Q(on__year=year)).order_by("on", "country")


def _facts(row: Holiday) -> dict[str, str]:
    return {"on": row.on.isoformat(), "country": row.country or "everywhere", "name": row.name}
