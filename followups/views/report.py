"""The report: every detractor answer has a person, or is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followups.domain import report, sla
from followups.views import periods
from team.access import manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Detractor answers against follow-ups."""
    now = timezone.now()
    period, since = periods.chosen(request, now=now)
    context = {
        "coverage": report.coverage(since=since, now=now),
        "policy": sla.policy(),
        "period": period,
        "periods": periods.PERIODS,
    }
    return render(request, "followups/report.html", context)
