"""The list of campaigns, and the segments side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveys.domain import comparing, describing, funnel, guiding, placements
from surveys.forms.listing import CampaignFilter
from surveys.models import Campaign
from team.access import acting
from team.enums import Role
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign: whom it asks when, and how far it has come; and the way to the first answer."""
    form = CampaignFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Campaign.objects.select_related("audience").narrowed(**_columns(chosen))
    if stage := chosen.get("stage", ""):
        found = found.filter(pk__in=comparing.asking(stage))
    page = Paginator(found.running_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "rows": _rows(page),
        "narrowed": any(chosen.values()),
        "may_edit": acting(request).may(Role.MANAGER),
        "guide": guiding.guide(program=Program.objects.current()),
    }
    return page_or_rows(request, "surveys/campaigns/list.html", context)


@require_safe
def segments(request: HttpRequest) -> HttpResponse:
    """The five segments beside each other: who they are, what asks them, how they answer."""
    compared = comparing.segments(now=timezone.now())
    context = {"segments": compared, "may_edit": acting(request).may(Role.MANAGER)}
    return render(request, "surveys/campaigns/segments.html", context)


def _columns(chosen: dict[str, str]) -> dict[str, str]:
    names = {"q": "words", "state": "state", "channel": "channel"}
    return {column: chosen.get(name, "") for name, column in names.items()}


def _rows(page: Iterable[Campaign]) -> list[dict[str, Any]]:
    shown = list(page)
    counts = funnel.lately(campaign.pk for campaign in shown)
    answers = placements.answers_by_campaign(shown)
    return [
        {
            "campaign": campaign,
            "schedule": describing.schedule(campaign),
            "audience": describing.audience(campaign),
            "funnel": counts[campaign.pk],
            "answers": answers.get(campaign.pk, 0),
        }
        for campaign in shown
    ]
