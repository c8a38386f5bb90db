from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from anymail.exceptions import AnymailAPIError
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from team.domain import welcome
from team.models import AuditEntry

if TYPE_CHECKING:
    from team.models import Program, User

from tests.moments import NOW


class Refusing(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError


class Declining(BaseEmailBackend):
    """A mail provider that says no."""

    def send_messages(self, email_messages: Any) -> int:
        raise AnymailAPIError("no")


def sent_mail() -> EmailMultiAlternatives:
    """The one mail that was sent."""
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    """Its HTML part."""
    return str(message.alternatives[0][0])


def invite(admin: User, **facts: Any) -> welcome.Welcome:
    person = {"email": "ada@northwind.example", "name": "Ada", "role": "rep", "time_zone": "UTC", **facts}
    return welcome.invite(**person, manager=None, actor=admin, now=NOW)


def test_invite_mails_a_link_under_the_base_url(admin: User, program: Program) -> None:
    invited = invite(admin)

    message = sent_mail()
    assert (message.to, invited.mailed) == (["ada@northwind.example"], True)
    assert message.subject == "Admin Example invites you to Closeloop at Northwind"
    assert invited.link.startswith("http://testserver/password/reset/key/")
    assert invited.link in str(message.body)
    assert f'href="{invited.link}"' in html_of(message)


def test_invite_keeps_names_from_writing_headers_or_markup(admin: User, program: Program) -> None:
    admin.name = "Eve\r\nBcc: all@northwind.example"
    invite(admin, name="<b>Bob</b> & {{ 7 }}")

    message = sent_mail()
    assert "\n" not in message.subject
    assert "Hello <b>Bob</b> & {{ 7 }}," in str(message.body)
    assert "Hello &lt;b&gt;Bob&lt;/b&gt; &amp; {{ 7 }}," in html_of(message)


@pytest.mark.parametrize("backend", ["Refusing", "Declining"])
def test_invite_survives_a_mail_server_that_is_down(admin: User, settings: Any, backend: str) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"

    invited = invite(admin)

    invited.user.refresh_from_db()
    assert (invited.mailed, invited.user.is_active) == (False, True)


def test_send_link_mails_another_link_and_is_audited(admin: User, rep: User, program: Program) -> None:
    sent = welcome.send_link(user=rep, actor=admin, now=NOW)

    assert sent.link in str(sent_mail().body)
    assert sent_mail().subject == "Choose a new password for Closeloop"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("person.password_link", admin, str(rep.pk))
    rep.refresh_from_db()
    assert rep.check_password("correct-horse-9")
