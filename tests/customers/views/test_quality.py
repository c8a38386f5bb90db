"""The report on missing data, its lists, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.domain.quality import checks
from team.models import AuditEntry
from tests.factories.customers import AccountFactory, CustomerFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from team.models import Program, User


@pytest.fixture
def staff(manager: User, program: Program, client_for: Callable[[User], Client]) -> Client:
    return client_for(manager)


def test_the_report_counts_and_leads_to_the_lists(staff: Client) -> None:
    """T52"""
    CustomerFactory.create(language="")
    CustomerFactory.create(language="en")

    page = staff.get("/customers/quality/").content.decode()

    assert 'href="/customers/quality/no-language/"' in page
    assert "50.0%" in page
    assert "Everybody has an e-mail address." in page


def test_the_report_of_nobody_says_what_to_do(staff: Client) -> None:
    assert "Nothing to look at yet" in staff.get("/customers/quality/").content.decode()


@pytest.mark.parametrize("code", checks.CHECKS)
def test_an_empty_list_is_good_news(staff: Client, code: str) -> None:
    page = staff.get(f"/customers/quality/{code}/").content.decode()

    assert checks.CHECKS[code].fine.replace("’", "’") in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_as_often_for_three_as_for_one(
    staff: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        CustomerFactory.create(account=AccountFactory.create())

    with django_assert_max_num_queries(13):
        page = staff.get("/customers/quality/no-language/")

    assert len(page.context["rows"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_duplicates_ask_as_often_for_three_groups_as_for_one(
    staff: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        for dots in ("", "."):
            CustomerFactory.create(email=f"a{dots}da{n}@x.example")

    with django_assert_max_num_queries(12):
        page = staff.get("/customers/quality/duplicates/")

    assert len(page.context["groups"]) == number
    assert "Compare and merge" in page.content.decode()


@pytest.mark.parametrize("query", ["by=nothing", "by=phone&after=%00", "after=zzz"])
def test_duplicates_survive_a_strange_address(staff: Client, query: str) -> None:
    page = staff.get(f"/customers/quality/duplicates/?{query}")

    assert page.status_code == 200
    assert "No duplicates by this sign" in page.content.decode()


def test_an_unknown_check_is_not_found(staff: Client) -> None:
    assert staff.get("/customers/quality/nothing/").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_taken_along_and_that_is_on_record(staff: Client, kind: str) -> None:
    """T52"""
    CustomerFactory.create(name="=Ada", language="")
    CustomerFactory.create(name="Bob", language="en")

    response = staff.post("/customers/quality/no-language/export/", {"format": kind})

    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a streaming response
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert ("'=Ada" in data.decode(), "Bob" in data.decode()) == (True, False)
    assert AuditEntry.objects.get(action="customers.export").changes["filter"] == {"quality": "No language"}
