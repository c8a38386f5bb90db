"""What a page of another site may ask of us: exactly those sites that the placement names, and no cookie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ParseError

from responses import throttles
from surveys.domain import origins, placements
from team.api.parsers import strict_loads

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponseBase

    from responses.throttles import Rate
    from surveys.models import Placement

MOST_BYTES = 32 * 1024
A_DAY = "86400"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a widget: from which page's origin, and what it says.

    From our own pages it is a trial: everything as it would be, and nothing stored.
    """

    request: HttpRequest
    placement: Placement
    origin: str
    is_trial: bool
    body: dict[str, Any]
    now: datetime


def embedded(method: str, *, rate: Rate) -> Callable[[Callable[[Call], HttpResponse]], Any]:
    """A view for widgets: CORS for the placement's origins alone, a rate limit, and a strict JSON body."""

    def decorate(view: Callable[[Call], HttpResponse]) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, key: str) -> HttpResponseBase:
            placement = placements.widget(key)
            if placement is None:
                return _refusal(HTTPStatus.NOT_FOUND, "unknown")
            origin = request.headers.get("Origin", "")
            is_trial = origin in {"", origins.own()}
            if not is_trial and origin not in placement.origins:
                return _vary(_refusal(HTTPStatus.FORBIDDEN, "origin"))
            if request.method == "OPTIONS":
                return _open_to(_preflight(method), origin)
            response = _limited(view, Call(request, placement, origin, is_trial, {}, timezone.now()), rate)
            return _vary(response) if is_trial else _open_to(response, origin)

        return login_not_required(csrf_exempt(require_http_methods([method, "OPTIONS"])(guarded)))

    return decorate


def _limited(view: Callable[[Call], HttpResponse], call: Call, rate: Rate) -> HttpResponse:
    what = f"{view.__name__}:{call.placement.pk}"
    if not throttles.allows(call.request, what=what, rate=rate, now=call.now):
        refused = _refusal(HTTPStatus.TOO_MANY_REQUESTS, "rate")
        refused["Retry-After"] = str(rate.seconds)
        return refused
    if call.request.method != "POST":
        return view(call)
    body = _body(call.request)
    if isinstance(body, HttpResponse):
        return body
    return view(Call(call.request, call.placement, call.origin, call.is_trial, body, call.now))


def _body(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """The JSON object that was sent; its values are texts, numbers and flags are none of ours."""
    if request.content_type != "application/json":
        return _refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "json")
    sent = request.read(MOST_BYTES + 1)
    if len(sent) > MOST_BYTES:
        return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size")
    try:
        body = strict_loads(sent)
    except ParseError as problem:
        return _refusal(HTTPStatus.BAD_REQUEST, str(problem.detail))
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        return _refusal(HTTPStatus.BAD_REQUEST, "An object of texts is expected.")
    return body


def _refusal(status: HTTPStatus, problem: str) -> JsonResponse:
    return JsonResponse({"problem": problem}, status=status)


def _preflight(method: str) -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Access-Control-Allow-Methods"] = method
    response["Access-Control-Allow-Headers"] = "content-type"
    response["Access-Control-Max-Age"] = A_DAY
    return response


def _open_to(response: HttpResponse, origin: str) -> HttpResponse:
    # This very origin, never "*" and never with credentials: a widget carries no cookie.
    if origin:
        response["Access-Control-Allow-Origin"] = origin
    return _vary(response)


def _vary(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Origin"])
    return response
