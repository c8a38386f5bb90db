"""The answer page, as a browser without script or cookies meets it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from core.scoring import SCORES, Band, band_of
from customers.domain import erasure
from responses.models import Response, Revision
from surveys.models import Invitation, LinkOpen
from surveys.tokens import survey_token
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW
from tests.responses.views.visiting import checked_in, counts, nonce_in, page_of, send

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_get_asks_and_writes_nothing_but_that_it_was_opened(browser: Client) -> None:
    """G7 G8 G39 G40: the question, the scale from 0 to 10, the reason; a GET answers nothing."""
    invitation = SentInvitationFactory.create(customer__name="Maya Lindqvist")
    before = Invitation.objects.filter(pk=invitation.pk).values().get()

    response = browser.get(page_of(invitation))

    html = unescape(response.text)
    assert response.status_code == 200
    assert "How likely are you to recommend Northwind Freight to a friend or colleague?" in html
    assert "What is the reason for your answer?" in html
    assert re.findall(r'type="radio" name="score" value="(\d+)"', html) == [str(score) for score in SCORES]
    assert ("Not at all likely" in html, "Extremely likely" in html) == (True, True)
    assert checked_in(html) == []
    assert counts() == (0, 0, 1)
    assert Invitation.objects.filter(pk=invitation.pk).values().get() == before
    assert LinkOpen.objects.values_list("invitation", "score", "is_scanner").get() == (
        invitation.pk,
        None,
        False,
    )


@pytest.mark.parametrize("score", [str(score) for score in SCORES])
def test_get_with_a_score_chooses_it_without_answering(browser: Client, score: str) -> None:
    """G8: the eleven links of the mail."""
    invitation = SentInvitationFactory.create()

    response = browser.get(page_of(invitation), {"score": score})

    assert checked_in(response.text) == [score]
    assert counts() == (0, 0, 1)


@pytest.mark.parametrize("score", ["11", "-1", "+9", "９", "9.0", " 9", "1_0", "nine", "", "9\x00"])
def test_get_with_what_is_no_score_chooses_none(browser: Client, score: str) -> None:
    """G8: nothing below 0 or above 10 anywhere."""
    response = browser.get(page_of(SentInvitationFactory.create()), {"score": score})

    assert response.status_code == 200
    assert checked_in(response.text) == []


def test_head_writes_nothing_but_a_scanners_visit(browser: Client) -> None:
    response = browser.head(page_of(SentInvitationFactory.create()), {"score": "9"})

    assert (response.status_code, response.content) == (200, b"")
    assert counts() == (0, 0, 1)
    assert LinkOpen.objects.get().is_scanner


def test_eleven_links_followed_at_once_answer_nothing(browser: Client) -> None:
    """Scanners follow every link of a mail."""
    invitation = SentInvitationFactory.create()

    for score in SCORES:
        browser.get(page_of(invitation), {"score": str(score)})

    assert counts() == (0, 0, 11)
    assert set(LinkOpen.objects.values_list("is_scanner", flat=True)) == {True}


def test_post_records_score_reason_and_consent_together(browser: Client, clock: Any) -> None:
    """G8 G39 G62: one act; started when the page was shown, answered when it was sent."""
    invitation = SentInvitationFactory.create()
    page = browser.get(page_of(invitation), {"score": "7"})
    clock.shift(90)

    response = browser.post(
        page_of(invitation),
        {"nonce": nonce_in(page.text), "score": "6", "reason": "Slow.\r\nVery.", "contact_me": "yes"},
    )

    assert response.status_code == 303
    answer = Response.objects.get()
    assert (answer.score, answer.reason, answer.contact_me, answer.language) == (
        6,
        "Slow.\nVery.",
        True,
        "en",
    )
    invitation.refresh_from_db()
    assert (invitation.started_at, invitation.answered_at) == (NOW, NOW + timedelta(seconds=90))
    target = urlsplit(response["Location"])
    assert target.path == reverse("public:thanks", args=[survey_token(invitation.pk)])


def test_post_without_reason_and_consent_is_an_answer(browser: Client) -> None:
    send(browser, SentInvitationFactory.create(), score="10")

    assert Response.objects.values_list("score", "reason", "contact_me").get() == (10, "", False)


@pytest.mark.parametrize("score", [*range(11)])
def test_thanks_have_the_bands_own_words(browser: Client, score: int) -> None:
    """G9 G41: promoters, passives and detractors are thanked differently; score and reason together."""
    response = send(browser, SentInvitationFactory.create(), score=str(score), reason="As I said.")

    html = unescape(browser.get(response["Location"]).text)

    thanks = {
        Band.PROMOTER: "Great to hear.",
        Band.PASSIVE: "Your answer helps us",
        Band.DETRACTOR: "We are sorry",
    }
    assert [band for band, words in thanks.items() if words in html] == [band_of(score)]
    assert f"<b>{score}</b> out of 10" in html
    assert "As I said." in html


def test_thanks_lead_back_to_the_answer_until_the_link_expires(browser: Client, clock: Any) -> None:
    invitation = SentInvitationFactory.create(campaign=CampaignFactory.create(link_days=3))
    thanks = send(browser, invitation, score="3", reason="It broke.")["Location"]
    back = re.search(r'class="public-link" href="([^"]+)"', browser.get(thanks).text)
    assert back

    html = browser.get(unescape(back[1])).text

    assert checked_in(html) == ["3"]
    assert "It broke.</textarea>" in html
    assert "A new answer replaces the earlier one." in html
    clock.shift(timedelta(days=3))
    assert "public-link" not in browser.get(thanks).text


def test_a_forwarded_link_shows_nobody_what_was_answered(browser: Client, clock: Any) -> None:
    """The link is safe to forward: only who sent the answer sees it again, and only for a day."""
    invitation = SentInvitationFactory.create()
    receipt = send(browser, invitation, score="3", reason="It broke.")["Location"]
    page, thanks = page_of(invitation), receipt.partition("?")[0]

    clock.shift(timedelta(hours=25))
    for address in (page, thanks, receipt):
        html = browser.get(address).text
        assert ("It broke." in html, checked_in(html), "We are sorry" in html) == (False, [], False)


def test_post_again_revises(browser: Client, clock: Any) -> None:
    invitation = SentInvitationFactory.create()
    send(browser, invitation, score="3")
    clock.shift(60)

    send(browser, invitation, score="9", reason="You called at once.")

    assert Response.objects.values_list("score", "reason").get() == (9, "You called at once.")
    assert list(Revision.objects.values_list("number", "score")) == [(1, 3), (2, 9)]


@pytest.mark.parametrize("score", ["11", "-1", "+9", "９", "1_0", "nine", "", None])
def test_post_of_what_is_no_score_keeps_the_words_and_says_so(browser: Client, score: str | None) -> None:
    """G8"""
    fields = {} if score is None else {"score": score}

    response = send(
        browser, SentInvitationFactory.create(), reason="Because <b>.", contact_me="yes", **fields
    )

    html = response.text
    assert response.status_code == 400
    assert "Choose a number from 0 to 10." in html
    assert "Because &lt;b&gt;.</textarea>" in html
    assert 'name="contact_me" value="yes" checked' in html
    assert Response.objects.count() == 0


def test_post_with_too_long_a_reason_keeps_it_and_says_so(browser: Client) -> None:
    response = send(browser, SentInvitationFactory.create(), score="4", reason="x" * 4001)

    assert response.status_code == 400
    assert "shorten it" in response.text
    assert "x" * 4001 in response.text
    assert checked_in(response.text) == ["4"]
    assert Response.objects.count() == 0


def test_post_takes_a_reason_without_what_cannot_be_stored(browser: Client) -> None:
    send(browser, SentInvitationFactory.create(), score="4", reason="a\x00b\r\n" + "y" * 3990)

    assert Response.objects.get().reason == "ab\n" + "y" * 3990


@pytest.mark.parametrize("nonce", ["", "7-1773133200:forged", None])
def test_post_without_our_nonce_asks_once_more_and_keeps_everything(
    browser: Client, nonce: str | None
) -> None:
    """A form that is not ours, or a program that never saw the page, answers nothing."""
    invitation = SentInvitationFactory.create()
    fields = {"score": "2", "reason": "Kept."} | ({} if nonce is None else {"nonce": nonce})

    response = browser.post(page_of(invitation), fields)

    assert response.status_code == 400
    assert "Nothing is lost" in response.text
    assert (checked_in(response.text), "Kept.</textarea>" in response.text) == (["2"], True)
    assert Response.objects.count() == 0
    again = browser.post(page_of(invitation), fields | {"nonce": nonce_in(response.text)})
    assert again.status_code == 303


def test_post_from_another_invitations_page_is_refused(browser: Client) -> None:
    mine, theirs = SentInvitationFactory.create(), SentInvitationFactory.create()
    nonce = nonce_in(browser.get(page_of(theirs)).text)

    response = browser.post(page_of(mine), {"nonce": nonce, "score": "2"})

    assert (response.status_code, Response.objects.count()) == (400, 0)


def test_post_from_a_page_of_yesterday_is_asked_once_more(browser: Client, clock: Any) -> None:
    invitation = SentInvitationFactory.create()
    nonce = nonce_in(browser.get(page_of(invitation)).text)
    clock.shift(timedelta(hours=24, seconds=1))

    response = browser.post(page_of(invitation), {"nonce": nonce, "score": "2"})

    assert (response.status_code, Response.objects.count()) == (400, 0)


@pytest.mark.parametrize("token", ["1", "1.x", "x", "1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"])
@pytest.mark.parametrize("name", ["public:answer", "public:thanks"])
def test_a_link_that_is_not_ours_leads_to_a_page_that_says_so(browser: Client, name: str, token: str) -> None:
    SentInvitationFactory.create()

    response = browser.get(reverse(name, args=[token]), headers={"Accept-Language": "de-DE,de;q=0.9"})

    assert response.status_code == 404
    assert "Dieser Link funktioniert nicht" in response.text
    assert '<html lang="de" dir="ltr">' in response.text
    assert counts() == (0, 0, 0)


def test_a_signed_link_to_nobody_is_missing_too(browser: Client) -> None:
    assert browser.get(reverse("public:answer", args=[survey_token(4711)])).status_code == 404


def test_an_expired_link_says_so_in_the_customers_language(browser: Client) -> None:
    invitation = SentInvitationFactory.create(
        campaign=CampaignFactory.create(link_days=30),
        customer=CustomerFactory.create(language="de-AT"),
        sent_at=NOW - timedelta(days=30),
    )
    for response in (browser.get(page_of(invitation)), browser.post(page_of(invitation), {"score": "9"})):
        assert response.status_code == 410
        assert "Dieser Link ist geschlossen" in response.text
    assert counts() == (0, 0, 0)


def test_an_erased_customers_link_is_closed(browser: Client) -> None:
    invitation = SentInvitationFactory.create()
    erasure.erase(customer=invitation.customer, actor=None, now=NOW)

    assert browser.get(page_of(invitation)).status_code == 410


@pytest.mark.parametrize("state", ["planned", "unknown", "failed"])
def test_a_link_whose_mail_is_not_known_to_have_left_takes_answers(browser: Client, state: str) -> None:
    invitation = InvitationFactory.create(state=state)

    assert send(browser, invitation, score="9").status_code == 303

    invitation.refresh_from_db()
    assert invitation.state == "sent"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(browser: Client, method: str) -> None:
    assert getattr(browser, method)(page_of(SentInvitationFactory.create())).status_code == 405
