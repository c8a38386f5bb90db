"""What the invitation says (emails.py, domain/texts.py)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from core import placeholders
from surveys import emails, tokens
from surveys.domain import texts
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import SentInvitationFactory, SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from email.message import EmailMessage

    from team.models import Program

pytestmark = pytest.mark.django_db


def mail_to(program: Program, language: str, **customer: object) -> tuple[EmailMessage, str, str]:
    row = SentInvitationFactory.create(customer=CustomerFactory.create(language=language, **customer))
    text = texts.text_for(survey=row.campaign.survey, language=language)
    form = emails.letter_form(text=text, program=program).prepared(now=NOW)
    letter = form.letter(recipient=row.customer.email, values=emails.values_for(row))
    message = message_from_bytes(letter.raw(), policy=policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return message, plain.get_content(), html.get_content()


def test_invitation_asks_the_question_with_the_products_name(program: Program) -> None:
    """G7 G14: the default question, name substituted, the customer greeted."""
    message, plain, html = mail_to(program, "en", name="Maya Lindqvist")

    question = "How likely are you to recommend Northwind Freight to a friend or colleague?"
    assert message["subject"] == "How likely are you to recommend Northwind Freight?"
    assert question in plain
    assert question in html
    assert "Hi Maya, tap a number." in plain


def test_invitation_speaks_the_customers_language(program: Program) -> None:
    """G7: per language; a regional variant falls back to its language."""
    message, plain, html = mail_to(program, "de-AT", name="Maya Lindqvist")

    assert message["subject"] == "Wie wahrscheinlich ist es, dass Sie Northwind Freight weiterempfehlen?"
    assert "Guten Tag Maya Lindqvist" in plain
    assert 'lang="de"' in html


def test_invitation_links_each_score_once(program: Program) -> None:
    """G8: eleven linked numbers in both parts, all to the same signed link."""
    _, plain, html = mail_to(program, "en")

    linked = [re.findall(r"/s/([\w.-]+)\?score=(\d+)", part) for part in (plain, html)]
    token = linked[0][0][0]
    assert tokens.read_survey_token(token) is not None
    assert linked == [[(token, str(score)) for score in range(11)]] * 2


def test_invitation_can_be_refused_in_one_click_and_says_who_sends_it(program: Program) -> None:
    """RFC 8058 pair, a visible link and the postal address."""
    message, plain, html = mail_to(program, "en")

    link = message["list-unsubscribe"].strip("<>")
    assert link.startswith("http://testserver/u/")
    assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert link in plain
    assert link in html
    assert program.postal_address in plain
    assert program.postal_address in html


def test_invitation_prints_what_a_customer_calls_themselves_literally(program: Program) -> None:
    """G14: no template engine on people's text, and no markup from it."""
    _, plain, html = mail_to(program, "de", name="{{ 7|add:1 }} <b>{company}</b>")

    assert "{{ 7|add:1 }} <b>{company}</b>" in plain
    assert "{{ 7|add:1 }} &lt;b&gt;{company}&lt;/b&gt;" in html


def test_invitation_loads_nothing_from_elsewhere(program: Program) -> None:
    """No pixel and no remote font: every address is a link of ours."""
    _, _, html = mail_to(program, "en")

    assert "<img" not in html
    assert re.findall(r"@import|<link[^>]+stylesheet|fonts\.", html) == []


@pytest.mark.parametrize("wanted", ["", "fr", "en-GB"])
def test_text_for_falls_back_to_the_default_language(wanted: str) -> None:
    survey = SurveyFactory.create()

    assert texts.text_for(survey=survey, language=wanted).language == "en"


def test_defaults_use_only_known_placeholders() -> None:
    """G7 G40: our own words hold no placeholder that would be printed."""
    found = {
        name
        for words in texts.DEFAULTS.values()
        for text in words.values()
        for name in placeholders.unknown(text, texts.PLACEHOLDERS)
    }

    assert found == set()
    assert texts.DEFAULTS["en"]["reason_question"] == "What is the reason for your answer?"


def test_tokens_open_only_their_own_door() -> None:
    """The answer link is unguessable, and an unsubscribe link cannot answer."""
    survey, unsubscribe = tokens.survey_token(7), tokens.unsubscribe_token(7)

    assert (tokens.read_survey_token(survey), tokens.read_unsubscribe_token(unsubscribe)) == (7, 7)
    assert tokens.read_survey_token(unsubscribe) is None
    assert tokens.read_survey_token(survey.replace("7", "8", 1)) is None
    assert tokens.read_survey_token("7") is None
    assert len(survey.split(".")[1]) * 6 >= 128
