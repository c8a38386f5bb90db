"""The preference page: for people, and for the mail programs of RFC 8058."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from core.placeholders import fill
from responses import access
from responses.domain import preferences, wording
from responses.views.public_page import missing, public_page
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from customers.models import Contact
    from responses.domain.preferences import Preferences
    from responses.domain.wording import Words


@public_page("GET", "HEAD", "POST")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with choices. Only a POST chooses: with `List-Unsubscribe=One-Click`, or from a button.

    The answer to it is 200 without a redirect, as RFC 8058 asks, and the same the second time.
    """
    contact, now = access.contact_behind(token), timezone.now()
    if contact is None:
        return missing(request)
    done = _act(request, contact, now=now) if request.method == "POST" else ""
    return _page(request, preferences.of(contact, now=now), done)


def _act(request: HttpRequest, contact: Contact, *, now: datetime) -> str:
    """Do what was chosen, and say what the page should confirm."""
    action = "" if "List-Unsubscribe" in request.POST else request.POST.get("action", "")
    chosen = request.POST.get("choice", "")
    match action:
        case "resume":
            return "resumed" if preferences.resume(contact=contact, now=now) else ""
        case "pause":
            preferences.pause(contact=contact, months=int(chosen) if chosen in {"6", "12"} else 0, now=now)
        case "end_pause":
            return "resumed" if preferences.end_pause(contact=contact, now=now) else ""
        case "language":
            spoken = preferences.choose_language(contact=contact, language=chosen, now=now)
            return "language" if spoken else ""
        case _:
            # Whatever a mail program makes of the button, it means this.
            preferences.stop(contact=contact, now=now)
    return ""


def _page(request: HttpRequest, chosen: Preferences, done: str) -> HttpResponse:
    browser = wording.of_browser(request.headers.get("Accept-Language", ""))
    words = wording.best(chosen.language or browser.code)
    company = Program.objects.current().company
    step, title, text = _said(chosen, done, words)
    context = {
        "step": step,
        "title": fill(title, {"company": company}),
        "text": text,
        "notice": words.language_saved if done == "language" else "",
        "chosen": chosen,
        "words": words,
        "company": company,
    }
    return render(request, "responses/public/unsubscribe.html", context)


def _said(chosen: Preferences, done: str, words: Words) -> tuple[str, str, str]:
    """Where the address stands, the title and the sentence below it."""
    if chosen.is_stopped:
        return "stopped", words.stopped_title, words.stopped_text
    if chosen.paused_until:
        day = preferences.day_in_words(chosen.paused_until, language=words.code)
        return "paused", words.paused_title, fill(words.paused_text, {"day": day})
    if done == "resumed":
        return "resumed", words.resumed_title, words.resumed_text
    return "asking", words.stop_title, words.stop_text
