"""What a customer's browser does with the answer page."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from responses.models import Response, Revision
from surveys.models import Invitation, LinkOpen
from surveys.tokens import survey_token

if TYPE_CHECKING:
    from django.test import Client

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def page_of(invitation: Invitation) -> str:
    return reverse("public:answer", args=[survey_token(invitation.pk)])


def nonce_in(html: str) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', html)
    assert found
    return unescape(found[1])


def checked_in(html: str) -> list[str]:
    return re.findall(r'name="score" value="(\d+)" required checked', html)


def send(browser: Client, invitation: Invitation, **fields: str) -> Any:
    """Open the page and send its form."""
    page = browser.get(page_of(invitation))
    return browser.post(page_of(invitation), {"nonce": nonce_in(page.text), **fields})


def counts() -> tuple[int, int, int]:
    return Response.objects.count(), Revision.objects.count(), LinkOpen.objects.count()
