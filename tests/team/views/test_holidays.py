"""The page with the days on which no survey leaves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import time_machine

from team.models import AuditEntry, Holiday
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from team.models import Program, User

PAGE = "/settings/holidays/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User, program: Program) -> Client:
    """An admin's browser."""
    return client_for(admin)


def test_an_empty_year_says_what_to_do(page: Client) -> None:
    assert "No days off in this year" in page.get(PAGE).text


def test_a_day_is_added_removed_and_audited(page: Client) -> None:
    added = page.post(
        f"{PAGE}add/", {"on": "2026-12-24", "name": " Christmas\r\nEve ", "country": ""}, follow=True
    )

    row = Holiday.objects.get()
    assert (row.on, row.name, row.country) == (date(2026, 12, 24), "Christmas Eve", "")
    assert added.redirect_chain == [(f"{PAGE}?year=2026", 302)]
    assert "Everywhere" in added.text

    removed = page.post(f"{PAGE}{row.pk}/remove/", {"year": "2026"}, follow=True)

    assert "Christmas Eve was removed." in removed.text
    assert not Holiday.objects.exists()
    assert AuditEntry.objects.count() == 2


def test_public_holidays_of_a_country_come_in_one_go(page: Client) -> None:
    response = page.post(f"{PAGE}public/", {"country": "DE", "year": "2027"}, follow=True)
    again = page.post(f"{PAGE}public/", {"country": "DE", "year": "2027"}, follow=True)

    assert "9 days were added." in response.text
    assert "German Unity Day" in response.text
    assert "Germany" in response.text
    assert "All of them were in the list already." in again.text
    assert Holiday.objects.count() == 9


@pytest.mark.parametrize(
    ("path", "data", "form", "field"),
    [
        ("add/", {"on": "soon", "name": "A day", "country": ""}, "holiday_form", "on"),
        ("add/", {"on": "2026-12-24", "name": "", "country": ""}, "holiday_form", "name"),
        ("add/", {"on": "2026-12-24", "name": "A day", "country": "XX"}, "holiday_form", "country"),
        ("add/", {"on": "2026-05-01", "name": "Again", "country": "DE"}, "holiday_form", "on"),
        ("public/", {"country": "XX", "year": "2026"}, "public_form", "country"),
        ("public/", {"country": "DE", "year": "1"}, "public_form", "year"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    page: Client, path: str, data: dict[str, str], form: str, field: str
) -> None:
    Holiday.objects.create(on=date(2026, 5, 1), name="Labor Day", country="DE")

    response = page.post(f"{PAGE}{path}", data)

    assert response.status_code == 400
    assert list(response.context[form].errors) == [field]
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize("year", ["", "abc", "99999", "٢٠٢٦"])
def test_a_year_that_is_none_shows_the_present_one(page: Client, year: str) -> None:
    assert page.get(PAGE, {"year": year}).context["year"] == 2026


def test_the_list_takes_the_same_queries_for_one_day_and_for_three(
    page: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Holiday.objects.create(on=date(2026, 5, 1), name="Labor Day", country="DE")
    page.get(PAGE)
    with django_assert_num_queries(7) as one:
        page.get(PAGE)
    for day in (2, 3):
        Holiday.objects.create(on=date(2026, 5, day), name="A day", country="")
    with django_assert_num_queries(len(one)):
        page.get(PAGE)
