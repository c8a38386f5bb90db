"""How the answer page looks to people, browsers and programs."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from responses.models import Response
from surveys.domain import texts
from surveys.models import Survey, SurveyText
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory, SurveyFactory
from tests.responses.views.visiting import FIREFOX, checked_in, page_of, send

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db


def test_every_answer_is_private_and_self_contained(browser: Client) -> None:
    """No cache, no referrer, no listing, no script, no cookie, nobody else's content, in every outcome."""
    invitation = SentInvitationFactory.create()
    sent = send(browser, invitation, score="9")
    answers = [
        browser.get(page_of(invitation)),
        browser.post(page_of(invitation), {}),
        sent,
        browser.get(sent["Location"]),
        browser.get(reverse("public:answer", args=["x"])),
        browser.put(page_of(invitation)),
    ]
    for answer in answers:
        assert (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
            "no-store", "no-referrer", "noindex, nofollow",
        )  # fmt: skip
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert policy | {"object-src": ""} == {
            "default-src": "'none'", "style-src": "'self'", "img-src": "'self' data:", "base-uri": "'none'",
            "form-action": "'self'", "frame-ancestors": "'none'", "object-src": "",
        }  # fmt: skip
        assert not answer.cookies
        html = answer.content.decode()
        assert re.findall(r"<script|style=|\son\w+=|https?://", html) == []


def test_the_csrf_cookie_is_not_needed(program: Program) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"User-Agent": FIREFOX})

    assert send(browser, SentInvitationFactory.create(), score="9").status_code == 303


def test_what_users_and_customers_wrote_is_escaped(browser: Client, program: Program) -> None:
    """G14: placeholders are filled once, and what they are filled with is text."""
    survey = SurveyFactory.create()
    text = SurveyText.objects.get(survey=survey, language="en")
    text.question = "{first_name|You}, would you recommend {company} <i>{{ program.secret }}</i>{% now %}?"
    text.save(update_fields=["question"])
    program.company = "<script>alert(1)</script> {name}"
    program.save(update_fields=["company"])
    customer = CustomerFactory.create(name='"><img src=x> {company}')

    html = browser.get(
        page_of(
            SentInvitationFactory.create(campaign=CampaignFactory.create(survey=survey), customer=customer)
        )
    ).text

    assert "<script" not in html
    assert "<img" not in html
    assert (
        '"><img, would you recommend <script>alert(1)</script> {name} <i>{{ program.secret }}</i>{% now %}?'
        in unescape(html)
    )


def test_fallbacks_stand_in_for_missing_names(browser: Client, program: Program) -> None:
    """G7 G14: the company stands in for a product without a name."""
    program.product = ""
    program.save(update_fields=["product"])

    html = browser.get(page_of(SentInvitationFactory.create())).text

    assert "How likely are you to recommend Northwind to a friend or colleague?" in html


def test_the_page_speaks_the_customers_language_and_offers_the_others(browser: Client) -> None:
    """G7: per language."""
    invitation = SentInvitationFactory.create(customer=CustomerFactory.create(language="de-AT"))

    german = browser.get(page_of(invitation), {"score": "8"}).text
    assert '<html lang="de" dir="ltr">' in german
    assert "Wie wahrscheinlich ist es" in german
    other = re.search(r'<a href="([^"]+)" lang="en" hreflang="en">English</a>', german)
    assert other

    english = browser.get(page_of(invitation) + unescape(other[1])).text
    assert '<html lang="en" dir="ltr">' in english
    assert checked_in(english) == ["8"]


def test_the_chosen_language_stays_with_the_answer(browser: Client) -> None:
    invitation = SentInvitationFactory.create()

    response = send(browser, invitation, score="8", lang="de")

    assert Response.objects.get().language == "de"
    assert "Vielen Dank" in browser.get(response["Location"]).text


@pytest.mark.parametrize("language", ["xx", "<b>", "de" * 100, "\x00"])
def test_an_unknown_language_is_the_default(browser: Client, language: str) -> None:
    response = browser.get(page_of(SentInvitationFactory.create()), {"lang": language})

    assert '<html lang="en" dir="ltr">' in response.text


def test_a_right_to_left_language_turns_the_page_round(browser: Client) -> None:
    """G7 G8: Arabic from right to left, with the numbers as they are; our own words are Arabic, too."""
    survey = SurveyFactory.create()
    texts.add_defaults(survey=survey, languages=["ar"])
    invitation = SentInvitationFactory.create(
        campaign=CampaignFactory.create(survey=survey), customer=CustomerFactory.create(language="ar-EG")
    )

    html = send(browser, invitation, reason="لا").text

    assert '<html lang="ar" dir="rtl">' in html
    assert "ما مدى احتمال أن توصي صديقًا أو زميلًا بـ Northwind Freight؟" in html
    assert re.search(r'role="alert"\s*>\s*<p>يُرجى اختيار رقم من 0 إلى 10', html)
    assert re.findall(r'name="score" value="(\d+)"', html) == [str(score) for score in range(11)]


def test_our_words_say_their_language_where_they_have_another(browser: Client) -> None:
    survey = SurveyFactory.create()
    Survey.objects.filter(pk=survey.pk).update(default_language="he")
    SurveyText.objects.filter(survey=survey, language="en").update(language="he")
    SurveyText.objects.filter(survey=survey, language="de").delete()
    invitation = SentInvitationFactory.create(campaign=CampaignFactory.create(survey=survey))

    html = send(browser, invitation, reason="no").text

    assert '<html lang="he" dir="rtl">' in html
    assert re.search(r'role="alert" lang="en" dir="ltr"\s*>\s*<p>Choose a number', html)


def test_the_whole_page_is_under_20_kb(browser: Client, program: Program) -> None:
    """T5: light enough for any line."""
    program.privacy_url = "https://northwind.example/privacy"
    program.save(update_fields=["privacy_url"])
    html = browser.get(page_of(SentInvitationFactory.create()), {"score": "9"}).text

    size, waiting, seen = len(html.encode()), re.findall(r'rel="stylesheet" href="([^"]+)"', html), set()
    assert len(waiting) == 2
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        css = stylesheet(browser, address)
        size += len(css.encode())
        assert re.findall(r"url\((?!\"public/)", css) == []
        waiting += [f"/static/css/{name}" for name in re.findall(r'@import url\("([^"]+)"\)', css)]
    assert len(seen) > 2
    assert size < 20_000


def stylesheet(browser: Client, address: str) -> str:
    if not address.startswith("/static/"):
        response = browser.get(address)
        assert response.status_code == 200
        return response.text
    found = finders.find(address.removeprefix("/static/"))
    assert found
    with open(found, encoding="utf-8") as file:  # noqa: PTH123  # finders give a plain path
        return file.read()


def test_the_scale_is_one_group_that_keyboards_and_readers_know(browser: Client) -> None:
    """T5: radio buttons under one question, each with a label; the ends are said, not only shown."""
    html = unescape(browser.get(page_of(SentInvitationFactory.create())).text)

    assert re.search(r'<fieldset class="scale" role="radiogroup"[^>]*>\s*<legend><h1>How likely', html)
    choices = re.findall(
        r'<label class="scale-choice">\s*<input type="radio"[^>]*>\s*<span>(.*?)</span>', html
    )
    ends = [
        '<i class="visually-hidden">, Not at all likely</i>',
        '<i class="visually-hidden">, Extremely likely</i>',
    ]
    assert choices == [f"0{ends[0]}", *map(str, range(1, 10)), f"10{ends[1]}"]
    assert '<label class="public-label" for="reason">' in html
    assert 'id="reason" name="reason"' in html


@pytest.mark.parametrize("score", [None, "9"])
def test_the_page_takes_few_statements(
    browser: Client, django_assert_max_num_queries: Any, score: str | None
) -> None:
    invitation = SentInvitationFactory.create()

    with django_assert_max_num_queries(2):
        browser.get(page_of(invitation), {"score": score} if score else {})


def test_an_edited_word_is_on_the_next_page(browser: Client) -> None:
    """Pages are kept by what they say, so nothing old is ever shown."""
    invitation = SentInvitationFactory.create()
    assert "recommend Northwind Freight" in browser.get(page_of(invitation)).text

    SurveyText.objects.filter(language="en").update(question="Would you tell a friend?")

    html = browser.get(page_of(invitation)).text
    assert ("Would you tell a friend?" in html, "recommend" in html) == (True, False)


def test_the_brand_stylesheet_is_kept_for_a_day(browser: Client) -> None:
    response = browser.get(reverse("public:brand", args=["3b4cca"]))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert "--brand: light-dark(#3b4cca, " in response.text
    assert browser.get("/s/brand/red.css").status_code == 404
    assert not response.cookies
