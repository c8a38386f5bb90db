"""Addresses that tell what a view was given, on both sides of the login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.urls import include, path
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest


def probe(request: HttpRequest) -> JsonResponse:
    """What the middleware put on the request."""
    given = [name for name in ("session", "user", "_messages") if hasattr(request, name)]
    return JsonResponse({"given": given, "zone": timezone.get_current_timezone_name()})


@login_not_required
def open_probe(request: HttpRequest) -> JsonResponse:
    """The same, for everybody."""
    return probe(request)


urlpatterns = [
    path("s/probe", probe),
    path("api/probe", probe),
    path("settings/probe", probe),
    path("open/probe", open_probe),
    path("", include("allauth.urls")),
]
