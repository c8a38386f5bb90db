"""Answers as a file: what is shown, with its themes, and no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from responses.domain import exporting, themes
from responses.models import Response, Theme
from team.models import AuditEntry, Program, User
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.questions import AnswerFactory, SurveyQuestionFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, WidgetFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

ClientFor = Callable[[User], Client]
EXPORT = reverse("responses:export")
LIST = reverse("responses:list")


def content_of(answer: Any) -> bytes:
    assert answer.streaming
    return b"".join(answer.streaming_content)


def lines_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content_of(answer).decode("utf-8-sig"))))


@pytest.fixture
def slow(program: Program, manager: User) -> Response:
    """A detractor's answer, with two themes and a further answer."""
    acme = AccountFactory.create(name="Acme")
    ada = CustomerFactory.create(name="Ada", email="ada@a.example", external_id="CRM-7", account=acme)
    response = ResponseFactory.create(
        invitation__customer=ada,
        invitation__campaign=CampaignFactory.create(name="Before renewal"),
        invitation__stage="renewal",
        score=3,
        reason="=HYPERLINK(1)",
        answered_at=NOW,
    )
    for code in ("speed", "price"):
        theme = Theme.objects.create(code=code, name=code.capitalize())
        themes.tag(response=response, theme=theme, actor=manager, now=NOW)
    question = SurveyQuestionFactory.create(survey=response.campaign.survey, key="easy", kind="scale")
    AnswerFactory.create(response=response, question=question, number=4)
    return response


def test_the_file_says_what_the_list_shows_with_the_themes(
    slow: Response, manager: User, client_for: ClientFor
) -> None:
    """G42: themes go along, and no cell of a customer's is a formula."""
    ResponseFactory.create(reason="Fine")

    answer = client_for(manager).post(f"{EXPORT}?theme=speed", {"format": "csv"})

    header, line = lines_of(answer)
    assert header == list(exporting.HEADER)
    told = dict(zip(header, line, strict=True))
    assert told.pop("Further answers").endswith("4 of 5")
    assert told == {
        "Number": str(slow.pk), "Answered": NOW.isoformat(), "Score": "3", "Band": "Detractor",
        "Reason": "'=HYPERLINK(1)", "Themes": "Price, Speed", "Name": "Ada", "E-mail": "ada@a.example",
        "Company": "Acme", "Identifier": "CRM-7", "Typed e-mail": "", "Stage when asked": "Renewal",
        "Campaign": "Before renewal", "Channel": "E-mail", "Widget or link": "", "Language": "en",
        "May be contacted": "true", "State": "Counted", "Why it does not count": "", "Changed": "",
    }  # fmt: skip
    assert "attachment" in answer["Content-Disposition"]
    entry = AuditEntry.objects.get(action="responses.export")
    assert (entry.actor, entry.changes) == (manager, {"format": "csv", "filter": {"theme": "speed"}})


def test_a_workbook_holds_visitors_too_newest_first(
    slow: Response, manager: User, client_for: ClientFor
) -> None:
    widget = WidgetFactory.create(name="Shop")
    ResponseFactory.create(
        invitation=None, customer=None, campaign=widget.campaign, placement=widget, stage="",
        channel="widget", typed_email="bob@a.example", reason="Fine",
    )  # fmt: skip

    answer = client_for(manager).post(EXPORT, {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(content_of(answer)))["Responses"]
    told = [(row[4], row[7], row[11], row[15]) for row in sheet.iter_rows(values_only=True)]
    assert told[1:] == [("=HYPERLINK(1)", "Ada", None, None), ("Fine", None, "bob@a.example", "Shop")]


def test_no_answer_is_lost_or_told_twice_between_two_reads(
    program: Program, manager: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of one instant, too."""
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    rows = ResponseFactory.create_batch(5, answered_at=NOW)

    told = lines_of(client_for(manager).post(EXPORT, {"format": "csv"}))[1:]

    assert [line[0] for line in told] == [str(row.pk) for row in reversed(rows)]


def test_more_answers_take_no_more_statements(
    slow: Response,
    manager: User,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_for(manager)
    with django_assert_max_num_queries(20) as one:
        content_of(client.post(EXPORT, {"format": "csv"}))
    for response in ResponseFactory.create_batch(3):
        themes.tag(response=response, theme=Theme.objects.get(code="price"), actor=manager, now=NOW)
    with django_assert_max_num_queries(len(one)):
        content_of(client.post(EXPORT, {"format": "csv"}))


def test_it_is_for_managers_and_for_a_filter_that_was_understood(
    slow: Response, rep: User, manager: User, client_for: ClientFor
) -> None:
    assert client_for(rep).post(EXPORT, {"format": "csv"}).status_code == 403
    assertNotContains(client_for(rep).get(LIST), EXPORT)
    assertContains(client_for(manager).get(LIST, {"band": "detractor"}), f"{EXPORT}?band=detractor")
    for address, kind in ((f"{EXPORT}?stage=nowhere", "csv"), (EXPORT, "pdf")):
        assert client_for(manager).post(address, {"format": kind}).status_code == 302
    assert not AuditEntry.objects.filter(action="responses.export").exists()
