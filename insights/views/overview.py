"""The score, where it stands and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from insights.domain import drawings
from insights.domain import overview as numbers
from insights.domain.latest import latest
from insights.forms.scope import ScopeForm
from team.access import acting
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEMPLATE = "insights/overview.html"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The numbers of a period; htmx gets only what a filter changes."""
    form, program, now = ScopeForm(request.GET), Program.objects.current(), timezone.now()
    chosen: dict[str, Any] = {"period": form.period_chosen, "scope": form.scope}
    scores = numbers.scores(**chosen, program=program, now=now)
    context = {
        "form": form,
        "program": program,
        "scores": scores,
        "reached": numbers.reached(**chosen, program=program, now=now),
        "latest": latest(user=acting(request), scope=form.scope),
        "trend_chart": drawings.trend(scores.months),
        "stages_chart": drawings.stages(scores.stages),
        "distribution_chart": drawings.distribution(scores.distribution),
    }
    part = "#results" if request.headers.get("HX-Target") == "results" else ""
    response = render(request, f"{TEMPLATE}{part}", context)
    patch_vary_headers(response, ["HX-Target"])
    return response
