"""One shape for every refusal: {"errors": {"email": ["Enter a valid address."]}}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rest_framework.response import Response

# What is wrong with the call as a whole.
WHOLE = "request"


def shaped(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's answer to an exception, with its sentences listed by field."""
    response = exception_handler(exc, context)
    if response is not None:
        errors: dict[str, list[str]] = {}
        for field, sentence in _sentences(response.data):
            errors.setdefault(field, []).append(sentence)
        response.data = {"errors": errors}
    return response


def _sentences(detail: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(dotted field, sentence) pairs: nested objects become `address.city`, list items `events.2.name`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            nameless = name == api_settings.NON_FIELD_ERRORS_KEY or (
                name == "detail" and isinstance(inner, str)
            )
            yield from _sentences(inner, path if nameless else (*path, str(name)))
    elif isinstance(detail, (list, tuple)):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list, tuple))
            yield from _sentences(inner, (*path, str(index)) if nested else path)
    else:
        yield ".".join(path) or WHOLE, str(detail)
