"""Refusing further surveys: by the page's button, and by the mail program's."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from surveys.tokens import survey_token, unsubscribe_token
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

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
