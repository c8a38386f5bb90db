"""The unsubscribe page, for people and for the mail programs of RFC 8058."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from core.placeholders import fill
from customers.domain import consent
from customers.enums import BlockReason
from responses import access
from responses.domain import wording
from responses.views.public_page import missing, public_page
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from customers.models import Contact


@public_page("GET", "HEAD", "POST")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button. Only a POST refuses: with `List-Unsubscribe=One-Click`, or from the button.

    The answer to it is 200 without a redirect, as RFC 8058 asks, and the same the second time.
    """
    contact, now = access.contact_behind(token), timezone.now()
    if contact is None:
        return missing(request)
    if request.method == "POST" and request.POST.get("action") == "resume":
        _resume(contact, now=now)
        return _page(request, contact, "stopped" if contact.blocked_reason else "resumed")
    if request.method == "POST":
        consent.block(contact_id=contact.pk, reason=BlockReason.UNSUBSCRIBED, now=now)
        contact.refresh_from_db()
    return _page(request, contact, "stopped" if contact.blocked_reason else "asking")


def _resume(contact: Contact, *, now: datetime) -> None:
    """Without an actor it takes back their own refusal alone: no bounce or complaint is lifted by a link."""
    with contextlib.suppress(consent.ComplaintStands):
        consent.unblock(contact=contact, actor=None, now=now)
    contact.refresh_from_db()


def _page(request: HttpRequest, contact: Contact, step: str) -> HttpResponse:
    customer = contact.customers.first()
    words = wording.best(customer.language if customer else "")
    company = Program.objects.current().company
    title, text = {
        "asking": (fill(words.stop_title, {"company": company}), words.stop_text),
        "stopped": (words.stopped_title, words.stopped_text),
        "resumed": (words.resumed_title, words.resumed_text),
    }[step]
    context = {"step": step, "title": title, "text": text, "words": words, "company": company}
    context["may_resume"] = contact.blocked_reason == BlockReason.UNSUBSCRIBED
    return render(request, "responses/public/unsubscribe.html", context)
