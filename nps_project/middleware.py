"""Which middleware runs where: customers' pages and the API carry no session, no user, no cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from core.calendars import zone_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

UTC = ZoneInfo("UTC")


def is_public(request: HttpRequest) -> bool:
    """True on the pages that customers and other programs open."""
    path = request.path_info
    return path.startswith(settings.PUBLIC_PREFIXES) and path not in settings.STAFF_PATHS


class StaffOnly:
    """Mixed in before a middleware, makes it step aside on public pages."""

    def __call__(self, request: HttpRequest) -> Any:
        if is_public(request):
            return self.get_response(request)  # type: ignore[attr-defined]  # the middleware mixed with has it
        return super().__call__(request)  # type: ignore[misc]  # and this too

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Hand on to the middleware's own, on staff pages only."""
        own = getattr(super(), "process_view", None)
        return None if own is None or is_public(request) else own(request, *args)


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """Sessions, for staff."""


class StaffCsrfMiddleware(StaffOnly, CsrfViewMiddleware):
    """Form tokens, for staff; public forms carry a signed nonce of their own."""


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    """Who is logged in, for staff."""


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    """One-time notices, for staff."""


class StaffLoginRequiredMiddleware(StaffOnly, LoginRequiredMiddleware):
    """A page is behind the login unless it says otherwise."""


class ReaderZoneMiddleware:
    """Shows times in the reader's own zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_public(request) or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_for(request.user.time_zone, UTC)):
            return self.get_response(request)
