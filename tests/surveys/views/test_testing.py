"""A test mail to oneself goes the way that real mails go, and nothing of it ever counts."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages

from mailroom.models import LocalMail
from surveys import tokens
from surveys.models import Survey
from tests.factories.surveys import SurveyFactory
from tests.mailroom.smtp_servers import Mailroom, serving
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from team.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(settings: Settings) -> Survey:
    settings.EMAIL_BACKEND = settings.LOCAL_OUTBOX
    row: Survey = SurveyFactory.create()
    return row


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_test_goes_to_ones_own_address(page: Client, manager: User, survey: Survey) -> None:
    """G14: in the chosen language, with one's own name, and its subject says that it is a test."""
    response = page.post(f"/surveys/{survey.pk}/mail/de/test/", {"show": "mail", "back": "/campaigns/3/"})

    mail = LocalMail.objects.get()
    assert (mail.recipient, mail.subject) == (
        manager.email,
        "[Test] Wie wahrscheinlich ist es, dass Sie Northwind Freight weiterempfehlen?",
    )
    assert f"Guten Tag {manager.name}" in mail.text
    token = re.findall(r"/s/([\w.-]+)\?score=0", mail.text)[0]
    assert tokens.read_trial_token(token) == (survey.pk, manager.pk, NOW)
    assert tokens.read_survey_token(token) is None
    raw = bytes(mail.raw).decode().replace("\r\n ", "")
    assert f"/s/{token}/unsubscribe>" in raw
    assert response["Location"] == "/campaigns/3/"
    assert told(response) == [f"Sent to {manager.email}. Nothing that you do with it is stored."]


@pytest.mark.parametrize(
    ("show", "subject"),
    [
        ("second", "[Test] A short question about Northwind Freight"),
        ("reminder", "[Test] One question about Northwind Freight is still open"),
        ("page", "[Test] How likely are you to recommend Northwind Freight?"),
        ("nonsense", "[Test] How likely are you to recommend Northwind Freight?"),
    ],
)
def test_the_mail_that_is_looked_at_is_sent(page: Client, survey: Survey, show: str, subject: str) -> None:
    """G65: a reminder and a second subject, too."""
    page.post(f"/surveys/{survey.pk}/mail/en/test/", {"show": show})

    assert LocalMail.objects.get().subject == subject


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "x", ""])
def test_it_leads_back_to_pages_of_ours_alone(page: Client, survey: Survey, back: str) -> None:
    response = page.post(f"/surveys/{survey.pk}/mail/en/test/", {"back": back})

    assert response["Location"] == f"/surveys/{survey.pk}/?language=en"


def test_a_test_goes_over_real_smtp(page: Client, manager: User, survey: Survey, settings: Settings) -> None:
    server = Mailroom()
    with serving(server) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        page.post(f"/surveys/{survey.pk}/mail/en/test/")

    ((sender, recipients, raw),) = server.mails
    message = message_from_bytes(raw, policy=policy.default)
    assert (sender, recipients) == ("survey@northwind.example", [manager.email])
    assert message["Subject"] == "[Test] How likely are you to recommend Northwind Freight?"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("550 5.1.1 No such mailbox", "The mail server refused the mail: 550 5.1.1 No such mailbox"),
        ("451 4.7.1 Try later", "The mail could not be sent just now: 451 4.7.1 Try later"),
    ],
)
def test_what_the_server_says_is_told(
    page: Client, survey: Survey, settings: Settings, reply: str, said: str
) -> None:
    with serving(Mailroom(RCPT=[reply])) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        response = page.post(f"/surveys/{survey.pk}/mail/en/test/")

    assert told(response) == [said]


def test_a_server_that_is_not_there_is_told(page: Client, survey: Survey, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    response = page.post(f"/surveys/{survey.pk}/mail/en/test/")

    assert told(response)[0].startswith(
        "The mail could not be sent just now: No connection to the mail server"
    )


def test_a_sender_that_cannot_be_used_is_told(page: Client, survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(sender_email="a@x.example,b@x.example")

    response = page.post(f"/surveys/{survey.pk}/mail/en/test/")

    assert told(response)[0].startswith("The sender cannot be used")
    assert not LocalMail.objects.exists()


def test_a_viewer_sends_no_tests(onlooker: Client, survey: Survey) -> None:
    assert onlooker.post(f"/surveys/{survey.pk}/mail/en/test/").status_code == 403
    assert "Send me a test" not in onlooker.get("/surveys/").content.decode()
