"""The stylesheet that gives the public pages a survey's color; a page with a strict policy holds no style."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from responses.domain import branding


@login_not_required
@require_safe
def brand(request: HttpRequest, color: str) -> HttpResponse:
    """The color is in the address: only another release of the product writes another answer."""
    response = HttpResponse(branding.stylesheet(f"#{color}"), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response
