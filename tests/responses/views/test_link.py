"""The public link: one page for whoever opens it, and for one after another at a kiosk."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from responses import throttles
from responses.enums import Channel
from responses.models import Response
from responses.views.link import ANSWERS
from surveys.enums import CampaignState, QuestionKind
from surveys.models import Campaign, Placement, QuestionText, SurveyQuestion
from tests.factories.surveys import LinkFactory, WidgetFactory
from tests.moments import NOW
from tests.responses.views.visiting import checked_in, nonce_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def link() -> Placement:
    return LinkFactory.create(slug="lobby")


def change_link(html: str) -> str:
    found = re.search(r'href="(/l/lobby\?[^"]*receipt[^"]*)"', html)
    assert found
    return unescape(found[1])


def send(browser: Client, path: str = "/l/lobby", **fields: str) -> Any:
    """Open the page and send its form to where the form says."""
    page = browser.get(path).text
    action = re.search(r'<form method="post"[^>]* action="([^"]*)"', page)
    target = f"/l/lobby{unescape(action[1])}" if action else "/l/lobby"
    return browser.post(target, {"nonce": nonce_in(page), **fields})


def test_page_asks_in_the_browsers_language_and_writes_nothing(browser: Client, link: Placement) -> None:
    """G25 G7: a plain link; the language can be switched, the answers are one set."""
    german = browser.get("/l/lobby", headers={"Accept-Language": "de-CH,en;q=0.5"})
    english = browser.get("/l/LOBBY?lang=en", headers={"Accept-Language": "de-CH,en;q=0.5"})

    assert "Wie wahrscheinlich ist es" in german.text
    assert "How likely are you to recommend Northwind Freight" in english.text
    assert '<a href="?lang=de" lang="de"' in english.text
    assert (german["Cache-Control"], german["Referrer-Policy"], german["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex, nofollow",
    )
    assert "script-src" not in german["Content-Security-Policy"]
    assert (Response.objects.count(), dict(german.cookies)) == (0, {})


def test_answer_is_stored_with_where_the_link_hung(browser: Client, link: Placement) -> None:
    response = send(browser, "/l/lobby?src=lobby-berlin", score="9", reason="Quick.")

    row = Response.objects.get()
    assert (row.score, row.reason, row.channel, row.placement) == (9, "Quick.", Channel.LINK, link)
    assert (row.customer, row.attributes, row.contact_me) == (None, {"source": "lobby-berlin"}, False)
    assert response.status_code == 303
    thanks = browser.get(response["Location"])
    assert "<b>9</b> out of 10" in thanks.text
    assert "Quick." in thanks.text
    assert "<b>9</b>" not in browser.get("/l/lobby/thanks").text


@pytest.mark.parametrize("source", ["<b>", "x" * 41, "Lobby", "a b"])
def test_what_is_no_source_is_left_out(browser: Client, link: Placement, source: str) -> None:
    browser.get("/l/lobby", {"src": source})
    send(browser, f"/l/lobby?src={source}", score="9")

    assert Response.objects.get().attributes is None


def test_sending_twice_is_one_answer_and_another_page_is_another_visitor(
    browser: Client, link: Placement
) -> None:
    nonce = nonce_in(browser.get("/l/lobby").text)
    for _ in range(2):
        browser.post("/l/lobby", {"nonce": nonce, "score": "9"})
    send(browser, score="9")

    assert [row.revisions.count() for row in Response.objects.all()] == [1, 1]


def test_only_the_receipt_changes_an_answer(browser: Client, link: Placement) -> None:
    thanks = browser.get(send(browser, score="9", reason="Quick.")["Location"]).text
    change = change_link(thanks)

    page = browser.get(change).text
    assert (checked_in(page), "Quick." in page, "You have answered already" in page) == (["9"], True, True)
    browser.post("/l/lobby", {"nonce": nonce_in(page), "score": "3"})
    forged = browser.get(f"{change}x").text

    row = Response.objects.get()
    assert (row.score, list(row.revisions.values_list("score", flat=True))) == (3, [9, 3])
    assert checked_in(forged) == []


def test_extra_questions_are_asked_and_kept(browser: Client, link: Placement) -> None:
    question = SurveyQuestion.objects.create(
        survey=link.campaign.survey, key="area", kind=QuestionKind.CHOICE, options=["price", "speed"]
    )
    words = {"price": "The price", "speed": "The speed"}
    QuestionText.objects.create(question=question, language="en", prompt="What matters most?", options=words)

    thanks = send(browser, score="9", q_area="speed")
    change = change_link(browser.get(thanks["Location"]).text)

    assert Response.objects.get().answers.get().choice == "speed"
    assert 'value="speed" checked' in browser.get(change).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a number from 0 to 10."),
        ({"score": "11"}, "Choose a number from 0 to 10."),
        ({"score": "9", "reason": "x" * 4001}, "more text than we can take"),
        ({"score": "9", "email": "nobody"}, "This is not an e-mail address."),
        ({"score": "9", "nonce": "forged"}, "open for a long time"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    browser: Client, fields: dict[str, str], words: str
) -> None:
    LinkFactory.create(slug="lobby", asks_for_email=True)

    response = send(browser, **fields)

    assert response.status_code == 400
    assert words in response.text
    assert fields.get("email", "") in response.text
    assert not Response.objects.exists()


def test_an_address_is_kept_only_where_it_is_asked_for(browser: Client, link: Placement) -> None:
    send(browser, score="9", email="ada@visitors.example", contact_me="yes")
    Placement.objects.update(asks_for_email=True)
    send(browser, score="9", email="Ada@visitors.example", contact_me="yes")

    rows = Response.objects.order_by("pk").values_list("typed_email", "customer__email")
    assert list(rows) == [("", None), ("ada@visitors.example", "ada@visitors.example")]


def test_a_kiosk_begins_afresh(browser: Client, link: Placement) -> None:
    """Each answer is a new person's, and none sees what the one before said."""
    page = browser.get("/l/lobby?kiosk=1&src=hall")
    first = send(browser, "/l/lobby?kiosk=1&src=hall", score="2", reason="Private.")
    thanks = browser.get(first["Location"])
    send(browser, "/l/lobby?kiosk=1&src=hall", score="9")

    assert page["Refresh"] == "300; url=/l/lobby?kiosk=1&src=hall"
    assert 'class="kiosk"' in page.text
    assert thanks["Refresh"] == "12; url=/l/lobby?kiosk=1&src=hall"
    assert "Private." not in thanks.text
    assert "receipt" not in thanks.text
    assert "Next answer" in thanks.text
    scores = Response.objects.order_by("pk").values_list("score", "attributes")
    assert list(scores) == [(2, {"source": "hall"}), (9, {"source": "hall"})]


def test_a_crowd_may_answer_but_not_a_machine(browser: Client, link: Placement) -> None:
    request = RequestFactory().get("/")
    for _ in range(ANSWERS.most - 1):
        assert throttles.allows(request, what=f"link:{link.pk}", rate=ANSWERS, now=NOW)

    last, refused = (send(browser, score="9") for _ in range(2))

    assert (last.status_code, refused.status_code) == (303, 429)
    assert "Many answers come from here" in refused.text
    assert Response.objects.count() == 1


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.PAUSED, CampaignState.ENDED])
def test_closed_links_say_so(browser: Client, link: Placement, state: str) -> None:
    nonce = nonce_in(browser.get("/l/lobby").text)
    Campaign.objects.update(state=state)

    answers = browser.get("/l/lobby"), browser.post("/l/lobby", {"nonce": nonce, "score": "9"})

    assert [(one.status_code, "This link has closed" in one.text) for one in answers] == [(410, True)] * 2
    assert not Response.objects.exists()


def test_unknown_links_say_what_to_do(browser: Client) -> None:
    WidgetFactory.create()

    pages = [browser.get(path, headers={"Accept-Language": "de"}) for path in ("/l/hall", "/l/hall/thanks")]

    assert [(page.status_code, "scannen Sie den Code" in page.text) for page in pages] == [(404, True)] * 2


def test_a_page_that_was_open_overnight_asks_to_send_again(
    browser: Client, link: Placement, clock: Any
) -> None:
    nonce = nonce_in(browser.get("/l/lobby").text)
    clock.move_to(NOW + timedelta(hours=25))

    response = browser.post("/l/lobby", {"nonce": nonce, "score": "9"})
    browser.post("/l/lobby", {"nonce": nonce_in(response.text), "score": "9"})

    assert (response.status_code, Response.objects.count()) == (400, 1)
