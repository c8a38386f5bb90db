"""The local outbox: mails that stayed on this server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mailroom.access import mails_for, outbox_required
from mailroom.domain import local_outbox
from mailroom.forms import OutboxFilter, Reading

if TYPE_CHECKING:
    from team.models import User

_PER_PAGE = 50
# A mail is somebody else's page: its styles and our logo may show, nothing else of it runs, loads or sends.
_BODY_POLICY = {
    "default-src": [NONE],
    "img-src": [SELF],
    "object-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@outbox_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Kept mails, newest first."""
    form = OutboxFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    mails = mails_for(_reader(request)).search(words).listed()
    page = Paginator(mails, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "words": words}
    return _page_or_part(request, "mailroom/outbox.html", "rows", context)


@outbox_required
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: its headers, its parts, its source."""
    kept = get_object_or_404(mails_for(_reader(request)), pk=pk)
    form = Reading(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "mail": kept,
        "reading": local_outbox.opened(kept),
        "part": chosen.get("part") or ("html" if kept.html else "text"),
        "width": chosen.get("width") or "desktop",
        "parts": Reading.PARTS,
        "widths": Reading.WIDTHS,
    }
    return _page_or_part(request, "mailroom/mail.html", "reading", context)


@csp_replace(_BODY_POLICY)
@xframe_options_sameorigin
@outbox_required
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's HTML alone, for the frame."""
    kept = get_object_or_404(mails_for(_reader(request)).only("html"), pk=pk)
    return HttpResponse(local_outbox.framed(kept.html))


def _reader(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # the decorator let no anonymous one pass
    return user


def _page_or_part(request: HttpRequest, template: str, part: str, context: dict[str, object]) -> HttpResponse:
    """The whole page, or the named part of it that htmx is about to replace."""
    wanted = f"{template}#{part}" if request.headers.get("HX-Target") == part else template
    response = render(request, wanted, context)
    patch_vary_headers(response, ["HX-Target"])
    return response
