"""What every page that a customer opens has in common: no cookie, no script, nothing from elsewhere."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from responses.domain import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    View = Callable[..., HttpResponseBase]

# form-action and frame-ancestors do not fall back to default-src, so they are said.
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
# The address holds the token: no cache may keep it, no referrer may carry it, no search engine may list it.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def public_page(*methods: str) -> Callable[[View], View]:
    """A page behind a signed link instead of a login; its form carries a signed nonce instead of a cookie."""

    def decorate(view: View) -> View:
        answered = require_http_methods(methods)(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = answered(request, *args, **kwargs)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return login_not_required(csrf_exempt(csp_replace(POLICY)(guarded)))

    return decorate


def missing(request: HttpRequest) -> HttpResponse:
    """The page for a link that is not ours, in the browser's language: nobody is known here."""
    words = wording.of_browser(request.headers.get("Accept-Language", ""))
    return render(request, "responses/public/missing.html", {"words": words}, status=404)
