"""The score by API."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from insights.api.serializers import MetricsQuery, MetricsSerializer
from insights.domain import metrics, windows
from insights.domain.counting import Scope
from insights.domain.windows import Window
from team.models import Program

if TYPE_CHECKING:
    from rest_framework.request import Request


class MetricsView(APIView):
    """The Net Promoter Score with its interval and counts, the spread, the stages and the response rate."""

    @extend_schema(operation_id="metrics_retrieve", parameters=[MetricsQuery], responses=MetricsSerializer)
    def get(self, request: Request) -> Response:
        """Count the answers of a stretch of time."""
        query = MetricsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked: dict[str, Any] = query.validated_data
        campaign = asked.get("campaign")
        found = metrics.measure(
            scope=Scope(stage=asked.get("stage", ""), campaign_id=campaign.pk if campaign else None),
            window=_window(asked.get("since"), asked.get("until")),
            now=timezone.now(),
        )
        return Response(MetricsSerializer(found).data)


def _window(since: date | datetime | None, until: date | datetime | None) -> Window:
    """The stretch between two ends; a day means the whole day in the program's zone."""
    zone = ZoneInfo(Program.objects.current().time_zone)
    of_days = partial(windows.of_days, zone=zone)
    first = since if isinstance(since, datetime) else of_days(since=since, until=None).since
    last = until if isinstance(until, datetime) else of_days(since=None, until=until).until
    if first and last and last <= first:
        raise ValidationError({"until": ["This must lie after `since`."]})
    return Window(first, last)
