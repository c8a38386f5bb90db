"""Mails that stayed here, for tests."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

from factory.declarations import LazyAttribute, Sequence
from factory.django import DjangoModelFactory

from mailroom.models import LocalMail
from tests.moments import NOW


class LocalMailFactory(DjangoModelFactory[LocalMail]):
    """A kept mail with both parts; each one a minute younger than the one before."""

    class Meta:
        model = LocalMail

    sender = "Northwind <survey@northwind.example>"
    recipient = Sequence(lambda n: f"customer{n}@customers.example")
    subject = "How likely are you to recommend Northwind?"
    text = "Hi Maya, tap a number."
    html = "<html><head><style>p{color:red}</style></head><body><p>Hi Maya, tap a number.</p></body></html>"
    raw = LazyAttribute(lambda mail: _raw(mail.sender, mail.recipient, mail.subject, mail.text, mail.html))
    created_at = Sequence(lambda n: NOW + timedelta(minutes=n))


def _raw(sender: str, recipient: str, subject: str, text: str, html: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message["Message-ID"] = "<1@northwind.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()
