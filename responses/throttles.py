"""How often one place may send answers without being known."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.cache import cache

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


class Rate(NamedTuple):
    """So many in so many seconds."""

    most: int
    seconds: int


def allows(request: HttpRequest, *, what: str, rate: Rate, now: datetime) -> bool:
    """Count one more from this network address; False once it was too many in this stretch of time.

    The address is counted as a hash, and forgotten with the stretch.
    """
    stretch = int(now.timestamp()) // rate.seconds
    whose = hashlib.sha256(f"{what}:{address_of(request)}".encode()).hexdigest()[:32]
    key = f"visits:{whose}:{stretch}"
    if cache.add(key, 1, timeout=rate.seconds):
        return True
    try:
        return cache.incr(key) <= rate.most
    except ValueError:
        # It ran out between the two calls.
        return True


def address_of(request: HttpRequest) -> str:
    """The network address; behind a proxy the one that the nearest proxy added."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if told:
            return told
    return str(request.META.get("REMOTE_ADDR", ""))
