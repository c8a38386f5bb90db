"""What gives the public pages and the mails a survey's look: its color as a stylesheet, and its logo."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from responses.domain import branding
from surveys.models import SurveyLogo


@login_not_required
@require_safe
def brand(request: HttpRequest, color: str) -> HttpResponse:
    """The color is in the address: only another release of the product writes another answer."""
    response = HttpResponse(branding.stylesheet(f"#{color}"), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@login_not_required
@require_safe
def logo(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    """A survey's logo. The address names these very bytes, so whoever has them need never ask again."""
    stored = SurveyLogo.objects.filter(digest=digest).first()
    if stored is None or stored.kind != kind:
        # Bare: an image's place is no page, and the product's own one would set a cookie.
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    response = HttpResponse(bytes(stored.image), content_type=stored.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
