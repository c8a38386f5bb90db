"""Who calls: a program that holds a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from team.domain import keys

if TYPE_CHECKING:
    from rest_framework.request import Request

    from team.models import ApiKey


class BearerKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer cl_…`. Leaves the key in `request.auth`; no person stands behind it."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiKey] | None:
        """The caller's key, or None where none was sent. Raises AuthenticationFailed for a wrong one."""
        scheme, _, sent = get_authorization_header(request).partition(b" ")
        if scheme.lower() != self.keyword:
            return None
        key = keys.find(secret=sent.strip().decode("latin-1"), now=timezone.now())
        if key is None:
            raise AuthenticationFailed("This API key is unknown, revoked or expired.")
        return AnonymousUser(), key

    def authenticate_header(self, request: Request) -> str:
        """What to send instead: makes the answer 401, not 403."""
        return 'Bearer realm="Closeloop API"'
