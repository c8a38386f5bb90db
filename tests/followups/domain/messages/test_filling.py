"""Templates with a customer's values in the place of their placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import placeholders
from followups.domain import messages
from followups.domain.messages import starters
from followups.domain.messages.filling import PLACEHOLDERS, Filled
from followups.models import MessageTemplate, MessageText
from tests.factories.customers import CustomerFactory
from tests.factories.messages import MessageTemplateFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import Program

pytestmark = pytest.mark.django_db

EVERYTHING = " · ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def template(subject: str, body: str, **facts: str) -> MessageTemplate:
    return MessageTemplateFactory.create(texts={"en": (subject, body)}, **facts)


def test_every_placeholder_has_its_value(ana: Customer, detractor: Response, ines: Rep) -> None:
    """G14: merge fields in messages."""
    letter = template(
        "{score} of {first_name}", EVERYTHING, link="https://review.example/us", incentive="a free month"
    )

    filled = messages.fill(template=letter, customer=ana, response=detractor, author=ines.user, now=NOW)

    assert filled == Filled(
        "en",
        "3 of Ana",
        "Ana · Ana Ruiz · Acme Ibérica · Northwind · Northwind Freight · 3 · Nobody calls back. · Ines"
        " · Ines\nNorthwind · https://review.example/us · a free month",
    )


def test_what_a_customer_typed_is_text(ana: Customer, detractor: Response) -> None:
    """G14: one pass; braces, markup and line breaks of a reason stay as they are, and off the subject."""
    detractor.reason = "{company} owes me <b>{{ 7 * 7 }}</b>\r\nBcc: everybody@customers.example"
    letter = template("You said {reason}", "You said {reason}")

    filled = messages.fill(template=letter, customer=ana, response=detractor, author=None, now=NOW)

    assert filled.subject == "You said {company} owes me <b>{{ 7 * 7 }}</b> Bcc: everybody@customers.example"
    assert filled.body == f"You said {detractor.reason}"


def test_gaps_are_named_and_fallbacks_fill_them(program: Program) -> None:
    nobody = CustomerFactory.create(name="", account=None)
    letter = template("{score}", "Hello {first_name|there} of {account}. {link|Reply} {incentive} {account}")

    filled = messages.fill(template=letter, customer=nobody, response=None, author=None, now=NOW)

    assert (filled.body, filled.missing) == (
        "Hello there of . Reply  ",
        ["score", "account", "incentive"],
    )


@pytest.mark.parametrize(
    ("spoken", "asked", "used"),
    [
        ("de", None, "de"),
        ("de-AT", None, "de"),
        ("pt", None, "en"),
        ("", None, "en"),
        ("de", "fr", "fr"),
        ("de", "xx", "en"),
    ],
)
def test_the_customers_language_else_english(
    program: Program, spoken: str, asked: str | None, used: str
) -> None:
    words = {"fr": ("Bonjour", "Bonjour"), "de": ("Hallo", "Hallo"), "en": ("Hello", "Hello")}
    letter = MessageTemplateFactory.create(texts=words)
    customer = CustomerFactory.create(language=spoken)

    filled = messages.fill(
        template=letter, customer=customer, response=None, author=None, language=asked, now=NOW
    )

    assert filled.language == used


def test_without_english_any_language_is_better_than_none(program: Program) -> None:
    letter = MessageTemplateFactory.create(texts={"fr": ("Bonjour", "Bonjour")})
    customer = CustomerFactory.create(language="tr")

    assert messages.fill(
        template=letter, customer=customer, response=None, author=None, now=NOW
    ).language == ("fr")
    letter.texts.all().delete()
    with pytest.raises(MessageText.DoesNotExist):
        messages.fill(template=letter, customer=customer, response=None, author=None, now=NOW)


def test_ready_made_templates_say_the_same_in_each_language() -> None:
    """T26 G13: for every band and those who left, in four languages, with placeholders that exist."""
    codes = {one.code for one in starters.STARTERS}
    assert {one.band for one in starters.STARTERS} == {"promoter", "passive", "detractor", ""}
    assert set(starters.WORDS) == {"en", "de", "fr", "es"}
    for words in starters.WORDS.values():
        assert set(words) == codes
    for code in codes:
        used = []
        for subject, body in (words[code] for words in starters.WORDS.values()):
            assert placeholders.unknown(f"{subject}\n{body}", PLACEHOLDERS) == []
            assert 0 < len(subject) <= 80
            used.append(placeholders.find(f"{subject}\n{body}") - {"name", "first_name"})
        assert used == [used[0]] * 4, code


def test_ready_made_templates_are_made_once(program: Program, ines: Rep) -> None:
    MessageTemplateFactory.create(name="What is new")

    made = starters.install(actor=ines.user, now=NOW)
    again = starters.install(actor=ines.user, now=NOW)
    news = starters.use(code="passive_news", actor=None, now=NOW)

    assert (made, again) == (12, 0)
    assert (news.name, news.kind, news.band, news.texts.count()) == ("What is new 2", "offer", "passive", 4)


def test_an_archived_one_stays_away_until_somebody_needs_it(program: Program) -> None:
    news = starters.use(code="passive_news", actor=None, now=NOW)
    news.is_active = False
    news.save(update_fields=["is_active"])

    starters.install(actor=None, now=NOW)
    assert not MessageTemplate.objects.get(starter="passive_news").is_active
    assert starters.use(code="passive_news", actor=None, now=NOW) == news
    assert MessageTemplate.objects.get(starter="passive_news").is_active
    with pytest.raises(starters.UnknownStarter):
        starters.use(code="nothing", actor=None, now=NOW)
