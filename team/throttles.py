"""How often a key may call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.throttling import SimpleRateThrottle

from team.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class KeyThrottle(SimpleRateThrottle):
    """API_RATE calls for each key; past it 429 with Retry-After."""

    scope = "key"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """One counter a key. Without a key there is nothing to count: the answer was 401."""
        if not isinstance(request.auth, ApiKey):
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.auth.pk}
