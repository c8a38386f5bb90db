"""What a key may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission

from team.enums import Scope
from team.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class HasScope(BasePermission):
    """Reading needs the scope `read`, everything else `write`.

    A view that differs says so by method: `scopes = {"POST": Scope.READ}` where POST only asks a question.
    """

    message = "This API key does not have the scope that this call needs."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True when the caller's key has the scope of this method."""
        exceptions = getattr(view, "scopes", {})
        usual = Scope.READ if request.method in SAFE_METHODS else Scope.WRITE
        return (
            isinstance(request.auth, ApiKey) and exceptions.get(request.method, usual) in request.auth.scopes
        )
