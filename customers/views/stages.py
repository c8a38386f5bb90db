"""The segments: who belongs, when and how to ask them, who moved, and what other limits would change."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from customers import access
from customers.domain import lifecycle, moving, queries, segments
from customers.enums import Stage
from customers.forms.stages import ThresholdForm
from customers.views.listing import id_in, with_query
from team.access import acting, admin_required
from team.domain import program as settings
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = "customers/stages.html"
# So many are moved before the answer comes; more than this, by the next round of the clock.
AT_ONCE = 20_000
LATEST = 5


@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """The five segments, and for an admin what other limits would do."""
    sent = request.GET if any(name in request.GET for name in settings.THRESHOLDS) else None
    return _page(request, ThresholdForm(sent, instance=Program.objects.current()))


@admin_required
@require_POST
def thresholds(request: HttpRequest) -> HttpResponse:
    """Set the limits, and put everybody where they belong under them."""
    program, now = Program.objects.current(), timezone.now()
    # A row of its own: checking a form writes into it.
    form = ThresholdForm(request.POST, instance=Program.objects.current())
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    moves = moving.forecast(thresholds=form.thresholds(), program=program, now=now)
    if not settings.change(facts=form.cleaned_data, actor=acting(request), now=now):
        messages.info(request, "These are the limits already.")
    elif sum(move.number for move in moves) > AT_ONCE:
        messages.success(request, "The limits are saved. Everybody is sorted within minutes.")
    else:
        moved = lifecycle.refresh_due(now=now)
        messages.success(request, f"The limits are saved, and {moved:,} moved.")
    return redirect("customers:stages")


@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """The latest moves from stage to stage, into one or any."""
    to = request.GET.get("to", "")
    to = to if to in Stage.values else ""
    rows, following = moving.recent(to=to, before=id_in(request, "before"))
    context = {
        "rows": rows,
        "to": to,
        "stages": Stage,
        "next_url": with_query(request, before=following) if following else "",
    }
    return page_or_rows(request, "customers/moves.html", context)


def _page(request: HttpRequest, form: ThresholdForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"form": form, "stages": Stage, **_preview(request, form)}
    part = request.headers.get("HX-Target") == "moves"
    if not part:
        context |= _told(request)
    response = render(request, f"{PAGE}#moves" if part else PAGE, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _preview(request: HttpRequest, form: ThresholdForm) -> dict[str, Any]:
    """Who would move, once an admin has typed limits that can be."""
    if not form.is_bound or not form.is_valid() or acting(request).role != "admin":
        return {}
    program, now = Program.objects.current(), timezone.now()
    found = moving.forecast(thresholds=form.thresholds(), program=program, now=now)
    return {"moves": found, "moving": sum(move.number for move in found)}


def _told(request: HttpRequest) -> dict[str, Any]:
    program, now = Program.objects.current(), timezone.now()
    members = queries.tally_stages(access.customers_for(acting(request)))
    arrivals = queries.tally_arrivals(now=now)
    return {
        "segments": [
            {"told": it, "members": members.get(it.stage, 0), "arrivals": arrivals.get(it.stage, 0)}
            for it in segments.describe(lifecycle.thresholds_of(program))
        ],
        "total": sum(members.values()),
        "months": moving.history(program=program, now=now),
        "latest": moving.recent()[0][:LATEST],
    }
