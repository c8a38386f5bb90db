from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail

from mailroom.models import LocalMail
from tests.mailroom.letter_forms import FORM, VALUES
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("local_outbox")


def test_send_messages_stores_a_row_for_each_mail() -> None:
    form = FORM.prepared(now=NOW)
    letters = [form.letter(recipient=f"{name}@example.org", values=VALUES) for name in ("ada", "ben")]

    count = get_connection().send_messages([letter.message() for letter in letters])

    stored = LocalMail.objects.order_by("pk")
    assert count == 2
    assert [mail.recipient for mail in stored] == ["ada@example.org", "ben@example.org"]
    assert stored[0].subject == "Maya, how likely are you to recommend Northwind?"
    assert stored[0].sender == FORM.sender
    assert stored[0].text.startswith("Hi Maya,\n")
    assert stored[0].html.startswith("<!doctype html>")
    parsed = message_from_bytes(bytes(stored[0].raw), policy=policy.default)
    assert parsed["Message-ID"] == letters[0].message_id


def test_send_messages_stores_plain_mail() -> None:
    send_mail("Reset your password", "Follow this link.", None, ["ada@example.org"])

    mail = LocalMail.objects.get()
    assert (mail.subject, mail.text, mail.html) == ("Reset your password", "Follow this link.", "")


def test_send_messages_stores_mail_that_is_html_alone() -> None:
    message = EmailMessage("Hello", "<p>Hi</p>", to=["ada@example.org"])
    message.content_subtype = "html"

    assert get_connection().send_messages([message]) == 1

    mail = LocalMail.objects.get()
    assert (mail.text, mail.html) == ("", "<p>Hi</p>")


def test_send_messages_leaves_out_mail_to_nobody() -> None:
    assert get_connection().send_messages([EmailMessage("Hello", "Hi", to=[])]) == 0
    assert not LocalMail.objects.exists()
