"""JSON as its specification has it: what other parsers let through is refused by name."""

from __future__ import annotations

import json
import math
import re
from typing import IO, TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping

# NUL cannot be stored by PostgreSQL, half a surrogate pair by nobody.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class BodyTooLarge(APIException):
    """The request's body exceeds DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Refuses NaN, Infinity, repeated keys, NUL and lone surrogates with 400 and the reason."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value in the body. Raises ParseError or BodyTooLarge."""
        return strict_loads(_read(stream))


def strict_loads(body: bytes) -> Any:
    """The value that these bytes spell. Raises ParseError with a sentence for the caller."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
    try:
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ParseError(f"The body is not JSON: {error.msg} at {place}.") from None
    except RecursionError:
        raise ParseError("The body is nested too deeply.") from None
    except ValueError:
        # Python reads whole numbers of at most 4,300 digits.
        raise ParseError("The body holds a number that is too long.") from None
    if "\\u" in text:  # UTF-8 holds neither of the two as such; only an escape can smuggle them in.
        _refuse_unstorable(value)
    return value


def _read(stream: IO[bytes]) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise BodyTooLarge(f"The body is larger than {limit} bytes.")
    return body


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError(f"{name} is not a JSON number.")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ParseError(f"The number {digits[:40]} is too large.")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParseError(f"The key {json.dumps(name)[:80]} stands twice in one object.")
        found[name] = value
    return found


def _refuse_unstorable(value: Any) -> None:
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            waiting += [*current, *current.values()]
        elif isinstance(current, list):
            waiting += current
        elif isinstance(current, str) and (found := UNSTORABLE.search(current)):
            raise ParseError(f"A text holds the character U+{ord(found[0]):04X}, which cannot be stored.")
