"""The answer page as somebody would write it for speed alone: the same reads and writes by hand.

Behind the same middleware as the product, in the same process. No forms, no ORM, no template: the page
is finished text in which the token's own parts are replaced. `bare` does nothing at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from responses import tokens
from responses.domain.asking import READ
from responses.domain.opens import STORE
from surveys.tokens import read_survey_token

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE: dict[str, str] = {}
NONCE = "@nonce@"

LOCK = """
SELECT i.customer_id, i.campaign_id, i.stage, i.attributes, i.sent_at, i.answered_at, c.link_days, u.erased_at
FROM surveys_invitation i
JOIN surveys_campaign c ON c.id = i.campaign_id
JOIN customers_customer u ON u.id = i.customer_id
WHERE i.id = %s
"""
ANSWER = """
INSERT INTO responses_response (
    invitation_id, customer_id, campaign_id, score, reason, contact_me, language, channel, stage, attributes,
    state, excluded_reason, origin, visitor, page_url, typed_email, answered_at
) VALUES (%s, %s, %s, %s, %s, %s, 'en', 'email', %s, %s, 'counted', '', 'live', '', '', '', %s) RETURNING id
"""
VERSION = """
INSERT INTO responses_revision (response_id, number, score, reason, contact_me, recorded_at)
VALUES (%s, 1, %s, %s, %s, %s)
"""
ANSWERED = "UPDATE surveys_invitation SET answered_at = %s, started_at = %s WHERE id = %s"
LATEST = """
UPDATE customers_customer SET last_answered_at = %s, last_score = %s
WHERE id = %s AND (last_answered_at IS NULL OR last_answered_at <= %s)
"""


@login_not_required
@csrf_exempt
def floor(request: HttpRequest, token: str) -> HttpResponse:
    """The page, or the answer."""
    invitation_id = read_survey_token(token)
    assert invitation_id is not None
    return _take(request, invitation_id) if request.method == "POST" else _ask(request, invitation_id)


@login_not_required
def bare(request: HttpRequest, token: str) -> HttpResponse:
    """The same bytes, without a look at anything."""
    return HttpResponse(PAGE["html"])


def _ask(request: HttpRequest, invitation_id: int) -> HttpResponse:
    now, adapt = timezone.now(), connection.ops.adapt_datetimefield_value
    opened = {
        "invitation": invitation_id, "now": adapt(now), "recent": adapt(now), "most": 30, "labelled": False,
        "score": int(request.GET["score"]), "user_agent": request.headers["User-Agent"],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(READ, [invitation_id])
        cursor.fetchall()
        cursor.execute(STORE, opened)
        cursor.fetchone()
    return HttpResponse(PAGE["html"].replace(NONCE, tokens.page_nonce(invitation_id, now=now)))


def _take(request: HttpRequest, invitation_id: int) -> HttpResponse:
    now, sent, adapt = timezone.now(), request.POST, connection.ops.adapt_datetimefield_value
    started_at = adapt(tokens.read_page_nonce(sent["nonce"], invitation_id, now=now))
    score, reason, contact_me = int(sent["score"]), sent["reason"], bool(sent["contact_me"])
    at = adapt(now)
    lock = " FOR UPDATE OF u, i" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(READ, [invitation_id])
        cursor.fetchall()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK + lock, [invitation_id])
        customer_id, campaign_id, stage, attributes, *_ = cursor.fetchone()
        said = (score, reason, contact_me)
        cursor.execute(ANSWER, [invitation_id, customer_id, campaign_id, *said, stage, attributes, at])
        cursor.execute(VERSION, [cursor.fetchone()[0], *said, at])
        cursor.execute(ANSWERED, [at, started_at, invitation_id])
        cursor.execute(LATEST, [at, score, customer_id, at])
    return HttpResponseRedirect(f"{request.path}/thanks", status=303)


urlpatterns = [
    path("", include("responses.urls.public")),
    path("s/floor/<str:token>", floor),
    path("s/bare/<str:token>", bare),
]
