"""What the invitation says (emails.py, domain/texts.py)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import colors, placeholders
from surveys import emails, tokens
from surveys.domain import editing, texts
from surveys.emails import looks
from surveys.models import SurveyText
from tests.factories.customers import CustomerFactory
from tests.factories.questions import SurveyLogoFactory
from tests.factories.surveys import SentInvitationFactory, SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from email.message import EmailMessage

    from mailroom.domain.letters import LetterForm
    from surveys.models import Survey
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


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("pt-BR", "pt"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("ar-EG", "ar"), ("nb", "en")],
)
def test_text_for_finds_the_language_behind_a_region(wanted: str, found: str) -> None:
    """G7: per language; whoever speaks none that is written gets the default."""
    survey = SurveyFactory.create()
    texts.add_defaults(survey=survey, languages=list(texts.DEFAULTS))

    assert texts.text_for(survey=survey, language=wanted).language == found


def test_our_words_are_whole_in_thirteen_languages() -> None:
    """G7 G39 G40: each has every sentence, and none is longer than its column."""
    assert sorted(texts.DEFAULTS) == sorted(
        ["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh-Hans"]
    )
    limits = {
        field.name: field.max_length or 0 for field in SurveyText._meta.fields if field.name in editing.WORDS
    }
    for code, words in texts.DEFAULTS.items():
        assert words.keys() == limits.keys(), code
        assert [name for name, text in words.items() if not text.strip() or len(text) > limits[name]] == [], (
            code
        )
        assert "{product}" in words["question"], code


def test_a_name_that_is_not_known_leaves_no_gap() -> None:
    """G14: every placeholder for a name has words to fall back on."""
    gaps = [
        (code, field)
        for code, words in texts.DEFAULTS.items()
        for field, text in words.items()
        for part in placeholders.segments(text)
        if isinstance(part, placeholders.Placeholder) and "name" in part.name and not part.fallback
    ]

    assert gaps == []


def test_arabic_reads_from_right_to_left(program: Program) -> None:
    """G7 G8: the mail is turned round, its numbers are as everywhere."""
    survey = SurveyFactory.create()
    texts.add_defaults(survey=survey, languages=["ar"])
    form = emails.letter_form(text=survey.texts.get(language="ar"), program=program)

    assert '<html lang="ar" dir="rtl"' in form.html
    assert "direction:ltr" not in form.html
    assert re.findall(r"score=(\d+)", form.html) == [str(score) for score in range(11)]
    assert 'align="left"' not in re.findall(r"<td[^>]*>0 = ", form.html)[0]


def built(program: Program, survey: Survey, **which: Any) -> LetterForm:
    return emails.letter_form(text=survey.texts.get(language="en"), program=program, survey=survey, **which)


def test_the_surveys_own_sender_comes_before_the_programs(program: Program) -> None:
    survey = SurveyFactory.create(
        sender_name='Ada "Support" Byron',
        sender_email="ada@northwind.example",
        reply_to="help@northwind.example",
    )

    form = built(program, survey)

    assert (form.sender, form.reply_to) == (
        '"Ada \\"Support\\" Byron" <ada@northwind.example>',
        "help@northwind.example",
    )
    assert built(program, SurveyFactory.create()).sender == emails_sender(program)


def emails_sender(program: Program) -> str:
    return f'"{program.sender_name}" <{program.sender_email}>'


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender_email": "a@x.example,b@x.example"},
        {"sender_email": "a@x.example\r\nBcc: b@x.example"},
        {"sender_email": "a@x.example\n"},
        {"sender_email": "a@x.example\x00"},
        {"reply_to": "a@x.example, b@x.example"},
        {"reply_to": "a@x.example\nX-Evil: 1"},
        {"sender_name": "Ada\r\nBcc: b@x.example"},
    ],
)
def test_an_address_that_is_more_than_one_is_refused_when_the_letter_is_built(
    program: Program, wrong: dict[str, str]
) -> None:
    """Header injection ends here, whatever stands in the database."""
    survey = SurveyFactory.create()
    for name, value in wrong.items():
        setattr(survey, name, value)

    with pytest.raises(emails.SenderNotUsable):
        built(program, survey)


def test_half_of_the_readers_get_the_second_subject(program: Program) -> None:
    """G65: variant B has the other subject, where there is one."""
    survey = SurveyFactory.create()

    subjects = [built(program, survey, variant=variant).subject for variant in ("", "a", "b")]
    survey.texts.update(subject_b="")

    assert subjects == [
        "How likely are you to recommend Northwind Freight?",
        "How likely are you to recommend Northwind Freight?",
        "A short question about Northwind Freight",
    ]
    assert built(program, survey, variant="b").subject == subjects[0]


def test_a_reminder_has_words_of_its_own(program: Program) -> None:
    """G65: else those of this reader's first mail."""
    survey = SurveyFactory.create()
    own = built(program, survey, reminder=1)
    survey.texts.update(reminder_subject="", reminder_greeting="")
    plain = built(program, survey, variant="b", reminder=2)

    assert own.subject == "One question about Northwind Freight is still open"
    assert own.text.startswith("Hi {first_name|there}, we asked you a few days ago")
    assert plain.subject == "A short question about Northwind Freight"
    assert plain.text.startswith("Hi {first_name|there}, tap a number.")


def test_the_logo_stands_at_the_head_and_says_its_name(program: Program) -> None:
    """G14: an image of ours, the same address for every reader."""
    logo = SurveyLogoFactory.create(alternative='North "wind"')

    html = built(program, logo.survey).html

    assert f'src="http://testserver/s/logo/{logo.digest}.png"' in html
    assert "North &quot;wind&quot;" in html
    assert 'width="200"' in html
    assert html.count("<img") == 1


@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_a_mail_in_any_color_can_be_read(color: str) -> None:
    """4.5 to 1 and better, in light and in dark."""
    look = looks.palette(color)

    assert colors.contrast_of(look.tile_ink, look.tile) >= 7
    assert colors.contrast_of(look.dark_tile_ink, look.dark_tile) >= 7
    assert colors.contrast_of(look.link, colors.WHITE) >= 4.5
    assert colors.contrast_of(look.dark_link, looks.DARK_CARD) >= 4.5


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


def test_a_tests_link_is_signed_for_nothing_else() -> None:
    """Neither opens the other's door: a test can never be an answer."""
    trial, survey = tokens.trial_token(7, 3, now=NOW), tokens.survey_token(7)

    assert tokens.read_trial_token(trial) == (7, 3, NOW)
    assert (tokens.read_survey_token(trial), tokens.read_unsubscribe_token(trial)) == (None, None)
    assert tokens.read_trial_token(survey) is None
    assert tokens.read_trial_token(trial.replace("7", "8", 1)) is None
