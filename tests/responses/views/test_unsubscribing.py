"""Refusing further surveys: by the page's button, and by the mail program's."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from customers.signals import contact_changed
from responses.domain import wording
from surveys.tokens import survey_token, unsubscribe_token
from team.models import AuditEntry
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

    from customers.models import Contact
    from team.models import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browser(program: Program) -> Client:
    """A stranger's browser, or a mail program."""
    return Client(enforce_csrf_checks=True)


def page_of(contact: Contact) -> str:
    return reverse("public:unsubscribe", args=[unsubscribe_token(contact.pk)])


def block_of(contact: Contact) -> tuple[str, object]:
    contact.refresh_from_db()
    return contact.blocked_reason, contact.blocked_at


def test_get_and_head_show_a_button_and_refuse_nothing(browser: Client) -> None:
    """Scanners follow this link, too."""
    contact = ContactFactory.create()

    response = browser.get(page_of(contact))
    browser.head(page_of(contact))

    assert response.status_code == 200
    assert "No more questions from Northwind?" in response.text
    assert block_of(contact) == ("", None)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=B"]
)
def test_one_click_refuses_with_200_and_without_cookie_or_redirect(
    browser: Client, content_type: str
) -> None:
    """RFC 8058 allows both encodings of the same body."""
    contact = ContactFactory.create()
    body = "List-Unsubscribe=One-Click"
    if content_type.startswith("multipart"):
        body = '--B\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--B--\r\n'

    response = browser.generic("POST", page_of(contact), body, content_type=content_type)

    assert response.status_code == 200
    assert not response.cookies
    assert block_of(contact) == ("unsubscribed", NOW)


def test_refusing_twice_is_refusing_once(browser: Client) -> None:
    contact = ContactFactory.create()
    for _ in range(2):
        response = browser.post(page_of(contact), {"List-Unsubscribe": "One-Click"})
        assert "You are unsubscribed" in response.text

    assert block_of(contact) == ("unsubscribed", NOW)
    assert "You are unsubscribed" in browser.get(page_of(contact)).text


def test_whoever_refused_may_take_it_back(browser: Client) -> None:
    contact = ContactFactory.create()
    refused = browser.post(page_of(contact), {"List-Unsubscribe": "One-Click"})
    assert 'name="action" value="resume"' in refused.text

    response = browser.post(page_of(contact), {"action": "resume"})

    assert "Welcome back" in response.text
    assert block_of(contact) == ("", None)


@pytest.mark.parametrize("reason", ["bounced", "complained", "staff"])
def test_nobody_lifts_another_block_by_a_link(browser: Client, reason: str) -> None:
    contact = ContactFactory.create(blocked_reason=reason, blocked_at=NOW)

    page = browser.get(page_of(contact))
    response = browser.post(page_of(contact), {"action": "resume"})

    assert 'name="action" value="resume"' not in page.text + response.text
    assert "Welcome back" not in response.text
    assert block_of(contact) == (reason, NOW)


def test_taking_back_what_was_not_refused_changes_nothing(browser: Client) -> None:
    contact = ContactFactory.create()

    browser.post(page_of(contact), {"action": "resume"})

    assert block_of(contact) == ("", None)


def test_the_page_speaks_the_customers_language(browser: Client) -> None:
    customer = CustomerFactory.create(language="fr-CH")
    assert customer.contact

    html = unescape(browser.get(page_of(customer.contact)).text)

    assert '<html lang="fr" dir="ltr">' in html
    assert "Plus de questions de Northwind ?" in html


def test_an_answer_link_is_another_capability(browser: Client) -> None:
    contact = ContactFactory.create()

    for token in (survey_token(contact.pk), unsubscribe_token(contact.pk + 1), "x"):
        response = browser.post(
            reverse("public:unsubscribe", args=[token]), {"List-Unsubscribe": "One-Click"}
        )
        assert response.status_code == 404

    assert block_of(contact) == ("", None)


def test_the_page_is_private(browser: Client) -> None:
    response = browser.get(page_of(ContactFactory.create()))

    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_page_names_the_address_so_that_only_its_owner_knows_it(browser: Client) -> None:
    customer = CustomerFactory.create(email="maya.lind@customers.example")
    assert customer.contact

    html = browser.get(page_of(customer.contact)).text

    assert "m•••@customers.example" in html
    assert "maya.lind" not in html


@pytest.mark.parametrize(
    ("months", "until", "day"),
    [
        ("6", datetime(2026, 9, 9, 22, tzinfo=UTC), "Sept. 10, 2026"),
        ("12", datetime(2027, 3, 9, 23, tzinfo=UTC), "March 10, 2027"),
    ],
)
def test_a_pause_lasts_to_a_day_of_the_programs_calendar(
    browser: Client, months: str, until: datetime, day: str
) -> None:
    contact = ContactFactory.create()

    response = browser.post(page_of(contact), {"action": "pause", "choice": months})

    contact.refresh_from_db()
    assert (response.status_code, contact.paused_until) == (200, until)
    assert f"before {day}." in response.text
    assert block_of(contact) == ("", None)
    assert f"before {day}." in browser.get(page_of(contact)).text


@pytest.mark.parametrize("choice", ["", "0", "7", "120", "-6", "six", "٦"])
def test_no_other_pause_can_be_asked_for(browser: Client, choice: str) -> None:
    contact = ContactFactory.create()

    response = browser.post(page_of(contact), {"action": "pause", "choice": choice})

    contact.refresh_from_db()
    assert (response.status_code, contact.paused_until, contact.blocked_reason) == (200, None, "")


def test_a_pause_can_be_ended_and_is_audited(browser: Client) -> None:
    contact = ContactFactory.create()
    browser.post(page_of(contact), {"action": "pause", "choice": "6"})

    response = browser.post(page_of(contact), {"action": "end_pause"})

    contact.refresh_from_db()
    assert contact.paused_until is None
    assert "Welcome back" in response.text
    entries: list[object] = [
        *AuditEntry.objects.order_by("pk").values_list("action", "actor", "changes__source")
    ]
    assert entries == [
        ("contact.paused", None, "preference page"),
        ("contact.pause_ended", None, "preference page"),
    ]


def test_a_pause_that_is_over_is_none(browser: Client) -> None:
    contact = ContactFactory.create(paused_until=NOW)

    assert "No more questions from Northwind?" in browser.get(page_of(contact)).text


def test_whoever_pauses_may_still_refuse(browser: Client) -> None:
    contact = ContactFactory.create()
    browser.post(page_of(contact), {"action": "pause", "choice": "6"})

    response = browser.post(page_of(contact), {"List-Unsubscribe": "One-Click"})

    assert "You are unsubscribed" in response.text
    assert block_of(contact) == ("unsubscribed", NOW)


def test_one_click_refuses_whatever_else_the_form_says(browser: Client) -> None:
    """RFC 8058: this key alone means it."""
    contact = ContactFactory.create()

    browser.post(page_of(contact), {"List-Unsubscribe": "One-Click", "action": "pause", "choice": "6"})

    contact.refresh_from_db()
    assert (contact.blocked_reason, contact.paused_until) == ("unsubscribed", None)


def test_the_language_of_mails_can_be_chosen(browser: Client) -> None:
    CampaignFactory.create()
    customer = CustomerFactory.create(language="en")
    assert customer.contact
    page = browser.get(page_of(customer.contact)).text
    assert '<option value="en" lang="en" selected>English</option>' in page

    response = browser.post(page_of(customer.contact), {"action": "language", "choice": "de"})

    customer.refresh_from_db()
    assert customer.language == "de"
    assert '<html lang="de"' in response.text
    assert "Gespeichert." in response.text
    assert AuditEntry.objects.get().changes == {"language": ["en", "de"], "source": "preference page"}


@pytest.mark.parametrize("choice", ["", "xx", "pt"])
def test_no_language_can_be_chosen_that_no_survey_is_written_in(browser: Client, choice: str) -> None:
    CampaignFactory.create()
    customer = CustomerFactory.create(language="en")
    assert customer.contact

    browser.post(page_of(customer.contact), {"action": "language", "choice": choice})

    customer.refresh_from_db()
    assert customer.language == "en"


def test_one_language_alone_is_no_choice(browser: Client) -> None:
    CampaignFactory.create().survey.texts.exclude(language="en").delete()
    customer = CustomerFactory.create()
    assert customer.contact

    assert "mail-language" not in browser.get(page_of(customer.contact)).text


@pytest.mark.parametrize("code", sorted(wording.LANGUAGES))
def test_every_language_has_every_word_and_fills_what_is_open(browser: Client, code: str) -> None:
    customer = CustomerFactory.create(language=code)
    assert customer.contact
    page = page_of(customer.contact)

    shown = [browser.get(page).text, browser.post(page, {"action": "pause", "choice": "12"}).text]
    shown.append(browser.post(page, {"action": "end_pause"}).text)
    shown.append(browser.post(page, {"List-Unsubscribe": "One-Click"}).text)

    assert all(f'lang="{code}"' in html and "{" not in html for html in shown)
    assert "2027" in shown[1]
    words = asdict(wording.LANGUAGES[code])
    assert [name for name, word in words.items() if not word] == []


def test_somebody_unknown_reads_their_browsers_language(browser: Client) -> None:
    contact = ContactFactory.create()

    html = browser.get(page_of(contact), headers={"Accept-Language": "de-AT,de;q=0.9"}).text

    assert '<html lang="de"' in html


def test_what_was_chosen_here_tells_the_campaigns(
    browser: Client, django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    customer = CustomerFactory.create()
    assert customer.contact
    heard: list[list[int] | None] = []

    def hear(customer_ids: list[int] | None, **kwargs: object) -> None:
        heard.append(customer_ids)

    contact_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(page_of(customer.contact), {"action": "pause", "choice": "6"})
    finally:
        contact_changed.disconnect(hear)

    assert heard == [[customer.pk]]
