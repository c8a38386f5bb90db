from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from team.domain import holidays
from team.models import AuditEntry, Holiday
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

CHRISTMAS, UNITY = date(2026, 12, 25), date(2026, 10, 3)


def test_days_off_are_told_by_country_with_everywhere_apart(admin: User) -> None:
    holidays.add(on=CHRISTMAS, name="Christmas", country="", actor=admin, now=NOW)
    holidays.add(on=UNITY, name="Unity", country="DE", actor=admin, now=NOW)
    holidays.add(on=date(2027, 1, 1), name="New Year", country="", actor=admin, now=NOW)

    found = holidays.days_off(since=UNITY, until=CHRISTMAS)

    assert found == {"": frozenset({CHRISTMAS}), "DE": frozenset({UNITY})}


def test_a_day_is_off_once_for_each_country_and_audited(admin: User) -> None:
    holidays.add(on=CHRISTMAS, name="Christmas", country="", actor=admin, now=NOW)
    holidays.add(on=CHRISTMAS, name="Christmas", country="DE", actor=admin, now=NOW)
    with pytest.raises(holidays.AlreadyOff):
        holidays.add(on=CHRISTMAS, name="Xmas", country="DE", actor=admin, now=NOW)

    assert Holiday.objects.count() == 2
    assert [entry.changes["country"] for entry in AuditEntry.objects.order_by("pk")] == ["everywhere", "DE"]


def test_a_day_that_was_removed_is_not_off_any_more(admin: User) -> None:
    added = holidays.add(on=CHRISTMAS, name="Christmas", country="", actor=admin, now=NOW)

    assert holidays.remove(holiday_id=added.pk, actor=admin, now=NOW) == "Christmas"
    assert holidays.remove(holiday_id=added.pk, actor=admin, now=NOW) is None
    assert holidays.days_off(since=CHRISTMAS, until=CHRISTMAS) == {}
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == ["holiday.add", "holiday.remove"]


def test_public_holidays_of_a_country_are_added_once(program: Program, admin: User) -> None:
    first = holidays.add_public(country="DE", year=2026, everywhere=False, actor=admin, now=NOW)
    again = holidays.add_public(country="DE", year=2026, everywhere=False, actor=admin, now=NOW)

    assert (first, again) == (9, 0)
    assert Holiday.objects.get(on=UNITY).country == "DE"
    assert AuditEntry.objects.get().changes == {
        "country": "DE",
        "year": 2026,
        "everywhere": False,
        "days": 9,
    }


def test_public_holidays_may_hold_everywhere(program: Program, admin: User) -> None:
    holidays.add_public(country="US", year=2026, everywhere=True, actor=admin, now=NOW)

    assert holidays.days_off(since=date(2026, 7, 1), until=date(2026, 7, 5))[""] == {
        date(2026, 7, 3),
        date(2026, 7, 4),
    }


@pytest.mark.parametrize("country", ["XX", "", "HH", "de"])
def test_public_holidays_of_nowhere_are_refused(country: str) -> None:
    with pytest.raises(holidays.NoCalendar):
        holidays.public_holidays(country=country, year=2026)


def test_countries_on_offer_have_days_with_short_names() -> None:
    without = []
    for country in holidays.offered():
        try:
            days = holidays.public_holidays(country=country, year=2026)
        except holidays.NoCalendar:
            without.append(country)
        else:
            assert all(0 < len(name) <= 120 and day.year == 2026 for day, name in days.items())

    assert len(holidays.offered()) > 150
    assert len(without) < 5


def test_years_are_listed_with_their_number_of_days(program: Program, admin: User) -> None:
    holidays.add_public(country="DE", year=2027, everywhere=False, actor=admin, now=NOW)
    holidays.add(on=CHRISTMAS, name="Christmas", country="", actor=admin, now=NOW)

    assert holidays.years() == [(2026, 1), (2027, 9)]
    assert [row.name for row in holidays.of_year(2026)] == ["Christmas"]
