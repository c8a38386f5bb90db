from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.mailroom import LocalMailFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

    from mailroom.models import LocalMail
    from team.models import User

    ClientFor = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("local_outbox", "program")

LIST = "/outbox/"


@pytest.fixture
def page(manager: User, client_for: ClientFor) -> Client:
    """A manager's browser."""
    return client_for(manager)


def recipients(content: bytes) -> list[str]:
    """The recipients of a list page, in its order."""
    return re.findall(r'id="mail-\d+"[^>]*>([^<]+)<', content.decode())


def addresses_of(mail: LocalMail) -> list[str]:
    return [LIST, reverse("mailroom:mail", args=[mail.pk]), reverse("mailroom:body", args=[mail.pk])]


def test_outbox_lists_mails_newest_first(page: Client) -> None:
    """G62: with the instant at which each was kept."""
    mails = LocalMailFactory.create_batch(3)

    content = page.get(LIST).content

    assert recipients(content) == [mail.recipient for mail in reversed(mails)]
    assert f'datetime="{mails[0].created_at.isoformat(timespec="seconds")}"' in content.decode()


def test_outbox_takes_the_same_queries_for_one_mail_and_three(page: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(LIST)
        return len(captured)

    LocalMailFactory.create()
    page.get(LIST)
    one = queries()
    LocalMailFactory.create_batch(2)

    assert queries() == one


def test_outbox_is_searched_by_recipient_and_subject(page: Client) -> None:
    LocalMailFactory.create(recipient="ada@example.org", subject="Reset your password")
    LocalMailFactory.create(recipient="ben@example.org")

    assert recipients(page.get(LIST, {"q": "ADA"}).content) == ["ada@example.org"]
    assert recipients(page.get(LIST, {"q": "password ada"}).content) == ["ada@example.org"]
    assert b"No mail found" in page.get(LIST, {"q": "password ben"}).content


def test_outbox_is_paged(page: Client) -> None:
    LocalMailFactory.create_batch(51)

    assert len(recipients(page.get(LIST).content)) == 50
    assert len(recipients(page.get(LIST, {"page": "2"}).content)) == 1


def test_outbox_gives_htmx_the_rows_alone(page: Client) -> None:
    LocalMailFactory.create()

    response = page.get(LIST, headers={"HX-Request": "true", "HX-Target": "rows"})

    assert response.content.strip().startswith(b'<div id="rows">')
    assert "HX-Target" in response["Vary"]


def test_empty_outbox_says_what_to_do_next(page: Client) -> None:
    content = page.get(LIST).content

    assert b"No mails yet" in content
    assert b"as soon as an active campaign has somebody to ask" in content


def test_mail_shows_headers_and_the_framed_page(page: Client) -> None:
    mail = LocalMailFactory.create(subject="Wie geht’s?")

    content = page.get(reverse("mailroom:mail", args=[mail.pk])).content.decode()

    assert "<h1>Wie geht’s?</h1>" in content
    assert "<dt>Message-ID</dt><dd>&lt;1@northwind.example&gt;</dd>" in content
    assert re.search(
        rf'<iframe class="mail-frame mail-frame-desktop" src="/outbox/{mail.pk}/body/"[^>]*'
        r' sandbox="allow-popups allow-popups-to-escape-sandbox"',
        content,
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"width": "phone"}, "mail-frame-phone"),
        ({"width": "tablet"}, "mail-frame-desktop"),
        ({"part": "text"}, "<pre>Hi Maya, tap a number.</pre>"),
        ({"part": "source"}, "Message-ID: &lt;1@northwind.example&gt;"),
        ({"part": "nonsense"}, "<iframe"),
    ],
)
def test_mail_shows_the_chosen_part(page: Client, query: dict[str, str], expected: str) -> None:
    mail = LocalMailFactory.create()
    address = reverse("mailroom:mail", args=[mail.pk])

    assert expected in page.get(address, query).content.decode()
    fragment = page.get(address, query, headers={"HX-Request": "true", "HX-Target": "reading"})
    assert fragment.content.strip().startswith(b'<div id="reading">')
    assert expected in fragment.content.decode()


def test_mail_without_html_shows_its_text(page: Client) -> None:
    mail = LocalMailFactory.create(html="", text="Follow <this> link.")

    content = page.get(reverse("mailroom:mail", args=[mail.pk])).content.decode()

    assert "<pre>Follow &lt;this&gt; link.</pre>" in content
    assert "part=html" not in content


def test_body_is_the_mail_alone_and_harmless(page: Client) -> None:
    mail = LocalMailFactory.create()

    response = page.get(reverse("mailroom:body", args=[mail.pk]))

    assert response.content.decode() == mail.html.replace("<head>", '<head><base target="_blank">')
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "img-src": "'self'",
        "object-src": "'none'",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }


def test_body_opens_links_elsewhere_also_without_a_head(page: Client) -> None:
    mail = LocalMailFactory.create(html='<a href="/s/1">1</a>')

    content = page.get(reverse("mailroom:body", args=[mail.pk])).content

    assert content == b'<base target="_blank"><a href="/s/1">1</a>'


def test_the_page_around_a_mail_is_not_framed(page: Client) -> None:
    mail = LocalMailFactory.create()

    response = page.get(reverse("mailroom:mail", args=[mail.pk]))

    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_outbox_is_not_for_reps_and_viewers(
    rep: User, viewer: User, admin: User, manager: User, client_for: ClientFor
) -> None:
    """T3: a rep who reads a customer's mail could answer in the customer's name."""
    addresses = addresses_of(LocalMailFactory.create())

    def statuses(person: User) -> list[int]:
        return [client_for(person).get(address).status_code for address in addresses]

    assert {person.role: statuses(person) for person in (viewer, rep, manager, admin)} == {
        "viewer": [403] * 3,
        "rep": [403] * 3,
        "manager": [200] * 3,
        "admin": [200] * 3,
    }


def test_mail_to_other_staff_is_for_admins_alone(
    manager: User, admin: User, rep: User, client_for: ClientFor
) -> None:
    """A link to choose a password would make a manager an admin."""
    theirs = LocalMailFactory.create(recipient=admin.email.upper())
    own = LocalMailFactory.create(recipient=manager.email)
    customers = LocalMailFactory.create()

    def seen(person: User) -> list[list[int]]:
        return [
            [client_for(person).get(address).status_code for address in addresses_of(mail)[1:]]
            for mail in (theirs, own, customers)
        ]

    assert seen(manager) == [[404, 404], [200, 200], [200, 200]]
    assert seen(admin) == [[200, 200]] * 3
    assert recipients(client_for(manager).get(LIST).content) == [customers.recipient, own.recipient]


def test_outbox_is_behind_the_login(client: Client) -> None:
    assert [client.get(address).status_code for address in addresses_of(LocalMailFactory.create())] == [
        302
    ] * 3


def test_outbox_is_gone_where_mails_are_really_sent(page: Client, settings: Settings) -> None:
    addresses = addresses_of(LocalMailFactory.create())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert [page.get(address).status_code for address in addresses] == [404] * 3


def test_outbox_stands_in_the_sidebar_only_where_mails_stay_here(page: Client, settings: Settings) -> None:
    profile = reverse("team:profile")
    with_it = page.get(profile).content
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert b'href="/outbox/"' in with_it
    assert b'href="/outbox/"' not in page.get(profile).content


def test_outbox_is_only_read(page: Client) -> None:
    addresses = addresses_of(LocalMailFactory.create())

    assert [page.post(address).status_code for address in addresses] == [405] * 3


def test_outbox_hides_mails_to_other_staff_from_managers(
    manager: User, admin: User, client_for: ClientFor
) -> None:
    """A link to choose a password would let a manager become an admin."""
    theirs = LocalMailFactory.create(recipient="Admin@northwind.example")
    own = LocalMailFactory.create(recipient=manager.email)

    seen = {
        person.role: [client_for(person).get(path).status_code for path in addresses_of(theirs)]
        for person in (manager, admin)
    }

    assert seen == {"manager": [200, 404, 404], "admin": [200] * 3}
    assert recipients(client_for(manager).get(LIST).content) == [own.recipient]
