"""How the API's description speaks of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # it registers itself
    """`Authorization: Bearer cl_…`."""

    target_class = "team.api.authentication.BearerKeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """A bearer token, made under Settings → API keys."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key. Scope `read` for GET, `write` for all else, `admin` for webhooks.",
        }
