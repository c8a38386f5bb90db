"""What mail providers call, at /anymail/<provider>/tracking/: Anymail's own views, each with a guard.

Anymail lets everybody in where no secret is set, and drops a whole batch for one event that it cannot
read. Here a caller must prove who they are, and what cannot be read is stored beside the rest.
"""

from __future__ import annotations

import json
import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from anymail.exceptions import AnymailAPIError, AnymailImproperlyInstalled, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger(__name__)


class Guard:
    """Mixed in before one of Anymail's views."""

    _is_signed: bool | None = None

    @property
    def warn_if_no_basic_auth(self) -> bool:
        """No warning at every call: who cannot be known is turned away."""
        return False

    @warn_if_no_basic_auth.setter
    def warn_if_no_basic_auth(self, value: bool) -> None:
        # Anymail's views say so when their provider's signature is going to be checked.
        self._is_signed = not value

    def is_guarded(self) -> bool:
        """Whether the caller can be known: by our secret, or by a signature of theirs."""
        if self._is_signed is None:
            self._is_signed = not getattr(super(), "warn_if_no_basic_auth", True)
        return self._is_signed or bool(getattr(self, "basic_auth", None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Hand on to Anymail, if the caller can be known."""
        if not self.is_guarded():
            return HttpResponseNotFound("Set ANYMAIL_WEBHOOK_SECRET to take events in.")
        response: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]  # Anymail's
        return response

    def parse_events(self, request: HttpRequest) -> list[Any]:
        """The events of a call; one that cannot be read at all is one event, told as such."""
        try:
            events: list[Any] = super().parse_events(request)  # type: ignore[misc]  # as above
        except ImproperlyConfigured:
            raise
        except Exception as problem:
            logger.exception("Anymail could not read a call")
            return [self._unread(json.loads(request.body), problem)]
        return events

    def esp_to_anymail_event(self, esp_event: Any) -> Any:
        """One event; one that cannot be read is told as such, so that the others are not lost."""
        try:
            return super().esp_to_anymail_event(esp_event)  # type: ignore[misc]  # most of Anymail's have it
        except Exception as problem:
            logger.exception("Anymail could not read an event")
            return self._unread(esp_event, problem)

    def _unread(self, esp_event: Any, problem: Exception) -> AnymailTrackingEvent:
        self.signal = tracking
        event = AnymailTrackingEvent(event_type=EventType.UNKNOWN, esp_event=esp_event)
        event.unread = repr(problem)
        return event


def guarded(view_class: type[Any]) -> Callable[..., HttpResponseBase]:
    """Anymail's view for one provider, behind the guard."""
    name = f"Guarded{view_class.__name__}"
    view = type(name, (Guard, view_class), {}).as_view()  # type: ignore[attr-defined]  # a view's class has it

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            response: HttpResponseBase = view(request)
        except (ImproperlyConfigured, AnymailImproperlyInstalled) as problem:
            # Nobody uses this provider here, or its settings lack something; the log says what.
            logger.warning("An event for %s was turned away: %s", view_class.__name__, problem)
            return HttpResponseNotFound()
        except AnymailWebhookValidationFailure as problem:
            logger.warning("An event for %s was turned away: %s", view_class.__name__, problem)
            return HttpResponse(status=403)
        except (AnymailAPIError, ValueError) as problem:
            logger.warning("Not an event of %s: %r", view_class.__name__, problem)
            return HttpResponseBadRequest()
        return response

    return csrf_exempt(login_not_required(answer))
