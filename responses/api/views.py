"""Answers by API: read, filtered, paged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.viewsets import ReadOnlyModelViewSet

from responses.api.filters import ResponseFilter
from responses.api.serializers import ResponseDetailSerializer, ResponseSerializer
from responses.domain import themes
from responses.models import Response

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer


class ResponseViewSet(ReadOnlyModelViewSet[Response]):
    """What customers answered and why, in the order in which the answers came in."""

    filterset_class = ResponseFilter
    queryset = Response.objects.select_related("customer", "campaign", "invitation", "placement")

    def get_queryset(self) -> Any:
        """One answer comes with its versions."""
        rows = super().get_queryset().prefetch_related("answers__question", themes.PREFETCH)
        return rows.prefetch_related("revisions") if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[BaseSerializer[Response]]:
        """The list leaves the versions out."""
        return ResponseDetailSerializer if self.action == "retrieve" else ResponseSerializer
