"""Long lists in pages that stay right while rows are added: each begins after the last id before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.settings import api_settings

from core.links import absolute_url

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView

ID = re.compile(r"[0-9]{1,18}", re.ASCII)


class KeysetPagination(BasePagination):
    """`?limit=` (up to 200) rows after `?cursor=`; `next` is the address of the following page, or null."""

    max_limit = 200
    newest_first = False

    def paginate_queryset(  # type: ignore[override]  # a list has no ids to continue from
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        """The page's rows, in the order of their ids. Raises ValidationError for a broken cursor or limit."""
        limit, cursor = self._limit(request), self._number(request, "cursor")
        if cursor is not None:
            queryset = queryset.filter(**{"pk__lt" if self.newest_first else "pk__gt": cursor})
        rows = list(queryset.order_by("-pk" if self.newest_first else "pk")[: limit + 1])
        page = rows[:limit]
        self.next_url = self._url(request, page[-1].pk) if len(rows) > limit else None
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """`{"next": …, "results": […]}`."""
        return Response({"next": self.next_url, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same, for the API's description."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """`cursor` and `limit`, for the API's description."""
        size: dict[str, Any] = {
            "type": "integer", "minimum": 1, "maximum": self.max_limit, "default": api_settings.PAGE_SIZE,
        }  # fmt: skip
        return [
            _parameter("cursor", "Where the page begins: take it from `next`.", {"type": "integer"}),
            _parameter("limit", "How many rows a page holds.", size),
        ]

    def _limit(self, request: Request) -> int:
        asked = self._number(request, "limit")
        if asked is None:
            return api_settings.PAGE_SIZE or self.max_limit
        if not 1 <= asked <= self.max_limit:
            raise ValidationError({"limit": [f"Ask for 1 to {self.max_limit} rows."]})
        return asked

    def _number(self, request: Request, name: str) -> int | None:
        sent = request.query_params.get(name, "")
        if not sent:
            return None
        if ID.fullmatch(sent) is None:
            raise ValidationError({name: ["This must be a whole number."]})
        return int(sent)

    def _url(self, request: Request, cursor: int) -> str:
        query = request.query_params.copy()
        query["cursor"] = str(cursor)
        # From BASE_URL, not from the Host header: this is an address that programs follow with their key.
        return absolute_url(f"{request.path}?{query.urlencode()}")


class NewestFirstPagination(KeysetPagination):
    """The same, beginning with the highest id."""

    newest_first = True


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
