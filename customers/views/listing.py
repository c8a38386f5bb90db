"""The list of customers, and the segments they are in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers import access
from customers.domain import lifecycle, queries, segments
from customers.forms.listing import CustomerFilter
from team.access import acting
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Everybody we may ask, narrowed by what the address says, a page at a time."""
    form, now = CustomerFilter(request.GET), timezone.now()
    form.is_valid()
    everybody = access.customers_for(acting(request))
    zone = ZoneInfo(Program.objects.current().time_zone)
    rows = queries.narrowed(everybody, chosen=form.cleaned_data, zone=zone, now=now)
    page = queries.page_of(rows, after=_id(request, "after"), before=_id(request, "before"))
    context = {
        "filter": form,
        "narrowed": any(form.cleaned_data.values()),
        "page": page,
        "total": rows.count(),
        "next_url": _url(request, "after", page.after),
        "previous_url": _url(request, "before", page.before),
        "now": now,
    }
    return page_or_rows(request, "customers/list.html", context)


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


def _id(request: HttpRequest, name: str) -> int | None:
    sent = request.GET.get(name, "")
    return int(sent) if re.fullmatch(r"[0-9]{1,18}", sent, re.ASCII) else None


def _url(request: HttpRequest, way: str, pivot: int | None) -> str:
    """The address of a neighboring page: the same filter, from another customer on."""
    if pivot is None:
        return ""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query[way] = str(pivot)
    return f"?{query.urlencode()}"
