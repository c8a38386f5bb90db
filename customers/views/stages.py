"""The segments: who belongs, when and how to ask them, who moved, and what other limits would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers import access
from customers.domain import lifecycle, queries, segments
from team.access import acting
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """The five segments: who belongs, how many there are, when and how to ask them."""
    program, now = Program.objects.current(), timezone.now()
    members = queries.tally_stages(access.customers_for(acting(request)))
    arrivals = queries.tally_arrivals(now=now)
    told = segments.describe(lifecycle.thresholds_of(program))
    context = {
        "segments": [
            {"told": it, "members": members.get(it.stage, 0), "arrivals": arrivals.get(it.stage, 0)}
            for it in told
        ],
        "total": sum(members.values()),
    }
    return render(request, "customers/stages.html", context)
