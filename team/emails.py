"""Mails to the staff: built here, sent by `domain/welcome.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from team.models import User


def invitation(*, user: User, link: str, inviter: User, company: str) -> EmailMultiAlternatives:
    """Welcomes a new person, with the link to choose a password."""
    return _message("invitation", user, {"link": link, "inviter": inviter, "company": company})


def password_link(*, user: User, link: str, inviter: User, company: str) -> EmailMultiAlternatives:
    """Gives somebody who cannot log in another link."""
    return _message("password_link", user, {"link": link, "inviter": inviter, "company": company})


def _message(name: str, user: User, context: dict[str, Any]) -> EmailMultiAlternatives:
    context = {**context, "user": user}
    template = f"team/emails/{name}"
    # A line break in a subject would begin another header.
    subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
    message = EmailMultiAlternatives(subject, render_to_string(f"{template}.txt", context), to=[user.email])
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message
