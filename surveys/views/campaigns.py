"""The list of campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.views.decorators.http import require_safe

from surveys.domain import describing, funnel
from surveys.forms.listing import CampaignFilter
from surveys.models import Campaign
from team.access import acting
from team.enums import Role
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign: whom it asks when, and how far it has come."""
    form = CampaignFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Campaign.objects.narrowed(words=chosen.get("q", ""), state=chosen.get("state", ""))
    page = Paginator(found.running_first(), PER_PAGE).get_page(request.GET.get("page"))
    counts = funnel.of_campaigns([campaign.pk for campaign in page])
    rows = [
        {
            "campaign": campaign,
            "schedule": describing.schedule(campaign),
            "audience": describing.audience(campaign),
            "funnel": counts[campaign.pk],
        }
        for campaign in page
    ]
    context = {
        "filter": form,
        "page": page,
        "rows": rows,
        "narrowed": any(chosen.values()),
        "may_edit": acting(request).may(Role.MANAGER),
    }
    return page_or_rows(request, "surveys/campaigns/list.html", context)
