"""The pages behind a test mail look like the real ones and can never count."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from surveys import tokens
from tests.factories.questions import SurveyQuestionFactory
from tests.factories.surveys import SentInvitationFactory, SurveyFactory
from tests.factories.team import UserFactory
from tests.moments import NOW
from tests.responses.views.visiting import page_of

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Survey

pytestmark = pytest.mark.django_db

RIBBON = "Test: nothing that you enter here is stored."


@pytest.fixture
def survey() -> Survey:
    row: Survey = SurveyFactory.create()
    return row


@pytest.fixture
def link(survey: Survey) -> str:
    return f"/s/{tokens.trial_token(survey.pk, UserFactory.create(name='Mona Manager').pk, now=NOW)}"


def everything() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_test_shows_the_page_under_a_ribbon(browser: Client, survey: Survey, link: str) -> None:
    """G14: with the tester's own name, and every question whatever its stage."""
    survey.texts.filter(language="en").update(question="Well, {first_name|you}?")
    SurveyQuestionFactory.create(survey=survey, stages=["loss"])

    html = browser.get(link, {"score": "9"}).text

    assert RIBBON in html
    assert "Well, Mona?" in html
    assert 'name="score" value="9" required checked' in html
    assert "What matters most to you at Northwind?" in html


def test_nothing_that_is_done_with_a_test_is_stored(browser: Client, link: str) -> None:
    """No answer, no opening, no refusal: not one row of any table differs."""
    before = everything()

    sent = browser.post(link, {"score": "3", "reason": "My words", "contact_me": "yes", "lang": "en"})
    thanks = browser.get(sent["Location"])
    seen = [
        browser.get(link),
        browser.head(link),
        sent,
        thanks,
        browser.get(f"{link}/unsubscribe"),
        browser.post(f"{link}/unsubscribe", {"List-Unsubscribe": "One-Click"}),
    ]

    assert everything() == before
    assert [response.status_code for response in seen] == [200, 200, 303, 200, 200, 200]
    assert all(response["Cache-Control"] == "no-store" and not response.cookies for response in seen)
    assert RIBBON in thanks.text
    assert "We are sorry that we let you down." in thanks.text
    assert "My words" not in thanks.text + sent["Location"]


def test_a_wrong_answer_is_shown_what_is_wrong(browser: Client, link: str) -> None:
    response = browser.post(link, {"reason": "Words", "lang": "de"})

    assert response.status_code == 400
    assert "Wählen Sie eine Zahl von 0 bis 10." in response.content.decode()
    assert "Test: Nichts, was Sie hier eingeben, wird gespeichert." in response.content.decode()


def test_the_unsubscribe_link_of_a_test_explains_itself(browser: Client, link: str) -> None:
    """RFC 8058's POST as well: 200, no redirect, and nothing is refused."""
    response = browser.post(f"{link}/unsubscribe", headers={"Accept-Language": "ar,en;q=0.5"})

    assert '<html lang="ar" dir="rtl">' in response.text
    assert "كانت هذه رسالة تجريبية" in response.text
    assert browser.get("/s/x/unsubscribe").status_code == 404


def test_a_test_is_over_after_a_week(browser: Client, link: str, clock: Any) -> None:
    clock.shift(timedelta(days=7))
    last = browser.get(link).status_code
    clock.shift(timedelta(seconds=1))

    over = [browser.get(link), browser.post(link, {"score": "9"}), browser.get(f"{link}/thanks?score=9")]

    assert last == 200
    assert [response.status_code for response in over] == [410, 410, 410]
    assert "This link has closed" in over[0].text


def test_a_survey_that_is_gone_is_not_found(browser: Client, survey: Survey, link: str) -> None:
    survey.texts.all().delete()

    assert browser.get(link).status_code == 404


def test_neither_kind_of_link_is_the_others(browser: Client, survey: Survey, link: str) -> None:
    """A test's token cannot answer, an invitation's cannot test."""
    invitation = SentInvitationFactory.create()
    real = page_of(invitation)

    assert RIBBON not in browser.get(real).text
    assert browser.get(f"{real}/unsubscribe").status_code == 404
    assert browser.post(link.replace("/s/", "/u/")).status_code == 404
    forged = link.replace(f"/s/{survey.pk}-", f"/s/{survey.pk + 1}-")
    assert browser.get(forged).status_code == 404
