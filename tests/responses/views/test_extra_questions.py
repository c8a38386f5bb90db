"""Extra questions on the answer page: below the reason, optional, without script."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from responses.models import Answer, Response
from surveys.domain import texts
from tests.factories.customers import CustomerFactory
from tests.factories.questions import QuestionTextFactory, SurveyQuestionFactory
from tests.factories.surveys import SentInvitationFactory
from tests.responses.views.visiting import counts, nonce_in, page_of, send

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    row: Invitation = SentInvitationFactory.create(stage="new")
    survey = row.campaign.survey
    for key, kind, stages in (
        ("matters", "choice", []),
        ("easy", "scale", ["new"]),
        ("next", "text", []),
        ("left", "text", ["loss"]),
    ):
        SurveyQuestionFactory.create(survey=survey, key=key, kind=kind, stages=stages)
    return row


def stored() -> list[tuple[str, Any]]:
    return [
        (one.question.key, one.number or one.choice or one.text)
        for one in Answer.objects.select_related("question")
    ]


def test_a_customer_is_asked_what_fits_their_stage(browser: Client, invitation: Invitation) -> None:
    """G19 G20: strategic questions tied to a segment and to new customers, below the reason."""
    html = browser.get(page_of(invitation)).text

    assert re.findall(r'name="(q_\w+)"', html) == [
        *["q_matters"] * 3,
        *["q_easy"] * 6,
        "q_next",
    ]
    assert html.index('name="reason"') < html.index('name="q_matters"') < html.index('name="contact_me"')
    assert "What matters most to you at Northwind?" in html


def test_each_question_is_a_group_with_a_name(browser: Client, invitation: Invitation) -> None:
    """T5: fieldsets with legends, radios that can be taken back, ends that are said."""
    html = unescape(browser.get(page_of(invitation)).text)

    assert len(re.findall(r'<fieldset class="extra">\s*<legend class="public-label">What matters', html)) == 2
    assert '<label class="public-label" for="q_next">' in html
    assert re.findall(r'name="q_easy" value="(\d?)"', html) == ["1", "2", "3", "4", "5", ""]
    assert re.findall(r'name="(q_\w+)" value="" checked', html) == ["q_matters", "q_easy"]
    assert '<i class="visually-hidden">, Not much</i>' in html
    assert '<i class="visually-hidden">, A lot</i>' in html
    assert "required" not in html.partition('name="reason"')[2].partition("contact_me")[0]


def test_the_answers_are_stored_with_the_score(browser: Client, invitation: Invitation) -> None:
    response = send(
        browser, invitation, score="9", q_matters="price", q_easy="4", q_next="A ship", q_left="no"
    )

    assert response.status_code == 303
    assert stored() == [("matters", "price"), ("easy", 4), ("next", "A ship")]


def test_none_has_to_be_answered(browser: Client, invitation: Invitation) -> None:
    assert send(browser, invitation, score="9").status_code == 303
    assert (stored(), Response.objects.get().score) == ([], 9)


def test_whoever_comes_back_finds_their_answers_and_may_take_them_back(
    browser: Client, invitation: Invitation
) -> None:
    thanks = browser.get(
        send(browser, invitation, score="9", q_matters="price", q_next="A ship")["Location"]
    ).text
    link = unescape(re.findall(r'<a class="public-link" href="([^"]+)"', thanks)[0])

    again = browser.get(link).text
    sent = {"nonce": nonce_in(again), "score": "9", "q_matters": "", "q_next": "Two ships"}
    browser.post(link, sent)

    assert 'name="q_matters" value="price" checked' in again
    assert "A ship</textarea>" in again
    assert stored() == [("next", "Two ships")]


def test_what_was_not_offered_stores_nothing_and_loses_nothing(
    browser: Client, invitation: Invitation
) -> None:
    response = send(browser, invitation, score="9", reason="Good", q_matters="gold", q_next="A <b>ship</b>")

    html = response.content.decode()
    assert response.status_code == 400
    assert "Please look at the further questions once more." in html
    assert "A &lt;b&gt;ship&lt;/b&gt;</textarea>" in html
    assert "Good</textarea>" in html
    assert counts()[0] == 0


def test_a_question_speaks_the_pages_language_where_it_can(browser: Client) -> None:
    """G7: else the default one, and says so to screen readers."""
    invitation = SentInvitationFactory.create(customer=CustomerFactory.create(language="de"))
    survey = invitation.campaign.survey
    translated = SurveyQuestionFactory.create(survey=survey)
    QuestionTextFactory.create(question=translated, language="de", prompt="Was zählt bei {company}?")
    SurveyQuestionFactory.create(survey=survey)

    html = browser.get(page_of(invitation)).text

    assert re.findall(r'<fieldset class="extra"([^>]*)>', html) == ["", ' lang="en" dir="ltr"']
    assert "Was zählt bei Northwind?" in html
    assert "Keine Angabe" in html


def test_what_was_written_stays_with_whoever_wrote_it(browser: Client, invitation: Invitation) -> None:
    """Pages are kept for everybody; one with somebody's words is not."""
    send(browser, invitation, score="11", q_next="My secret")

    assert "My secret" not in browser.get(page_of(invitation)).text


@pytest.mark.parametrize("questions", [0, 1, 3])
def test_questions_cost_one_statement(
    browser: Client, django_assert_max_num_queries: Any, questions: int
) -> None:
    invitation = SentInvitationFactory.create()
    SurveyQuestionFactory.create_batch(questions, survey=invitation.campaign.survey)

    with django_assert_max_num_queries(2 + bool(questions)):
        browser.get(page_of(invitation))


def test_a_page_with_five_questions_in_thirteen_languages_is_light(browser: Client) -> None:
    """T5: under 20 KB without its styles, with every question and every language."""
    invitation = SentInvitationFactory.create()
    survey = invitation.campaign.survey
    texts.add_defaults(survey=survey, languages=list(texts.DEFAULTS))
    for kind in ("choice", "choice", "scale", "scale", "text"):
        SurveyQuestionFactory.create(survey=survey, kind=kind)

    html = browser.get(page_of(invitation)).text

    assert html.count('hreflang="') == 12
    assert '<details class="public-languages">' in html
    assert len(html.encode()) < 14_000
