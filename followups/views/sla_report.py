"""Were the deadlines met: the numbers by person, stage, week or policy, and the same as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followups.domain import punctuality, report
from followups.views import periods
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAMED = 25


@manager_required
@require_safe
def met(request: HttpRequest) -> HttpResponse:
    """Met, missed, pending, and how long it took."""
    now = timezone.now()
    period, since = periods.chosen(request, now=now)
    by = request.GET.get("by", "rep")
    by = by if by in punctuality.GROUPINGS else "rep"
    late = punctuality.late_now(now=now)
    context = {
        "report": punctuality.report(by=by, since=since, now=now),
        "by": by,
        "groupings": punctuality.GROUPINGS,
        "period": period,
        "periods": periods.PERIODS,
        "late": late.select_related("customer__account", "response", "assignee", "accountable")[:NAMED],
        "late_total": late.count(),
        "coverage": report.coverage(since=since, now=now),
        "timed": punctuality.TIMED,
    }
    return render(request, "followups/sla/report.html", context)


@manager_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """One line for each follow-up, with both promises and how long each took."""
    now = timezone.now()
    _, since = periods.chosen(request, now=now)
    lines = punctuality.begin(since=since, actor=acting(request), now=now)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="deadlines-{now:%Y-%m-%d}.csv"'
    return response
