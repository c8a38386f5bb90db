"""The report: every detractor answer has a person, or is named."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followups.domain import report, sla
from team.access import manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PERIODS = {"30": "30 days", "90": "Quarter", "365": "Year", "all": "All"}


@manager_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Detractor answers against follow-ups, and how soon customers were contacted."""
    now = timezone.now()
    period = request.GET.get("period", "90")
    period = period if period in PERIODS else "90"
    since = None if period == "all" else now - timedelta(days=int(period))
    context = {
        "coverage": report.coverage(since=since, now=now),
        "timing": report.timing(since=since, now=now),
        "policy": sla.policy(),
        "period": period,
        "periods": PERIODS,
    }
    return render(request, "followups/report.html", context)
