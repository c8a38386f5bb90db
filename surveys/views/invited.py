"""The list of a campaign's invitations, with the reason of each, and its spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.csv.writing import stream_rows
from surveys.domain import invited
from surveys.forms.listing import InvitationFilter
from surveys.models import Campaign
from team.access import acting, manager_required
from team.domain import audit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase, QueryDict

    from surveys.querysets import InvitationQuerySet


def rows(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """A page of the narrowed list."""
    form, found = _narrowed(campaign, request.GET)
    total, is_capped = invited.count_of(found)
    page = invited.page_of(found, after=_id(request, "after"), before=_id(request, "before"))
    return {
        "filter": form,
        "page": page,
        "narrowed": any(form.cleaned_data.values()),
        "total": total,
        "is_capped": is_capped,
        "next_url": _url(request, "after", page.after),
        "previous_url": _url(request, "before", page.before),
    }


@manager_required
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The narrowed list as CSV, written as it is read; on record, since people's addresses leave."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form, found = _narrowed(campaign, request.POST)
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    audit.log(
        actor=acting(request), action="campaign.export", subject=campaign, now=timezone.now(), changes=chosen
    )
    lines = stream_rows(invited.HEADER, invited.export(found), bom=True)
    name = re.sub(r"[^a-z0-9]+", "-", campaign.name.lower()).strip("-") or "campaign"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-invitations.csv"'},
    )


def _narrowed(campaign: Campaign, data: QueryDict) -> tuple[InvitationFilter, InvitationQuerySet]:
    form = InvitationFilter(data)
    form.is_valid()
    chosen = form.cleaned_data
    found = invited.rows_of(
        campaign,
        words=chosen.get("q", ""),
        state=chosen.get("state", ""),
        reason=chosen.get("reason", ""),
    )
    return form, found


def _id(request: HttpRequest, name: str) -> int | None:
    sent = request.GET.get(name, "")
    return int(sent) if re.fullmatch(r"[0-9]{1,18}", sent, re.ASCII) else None


def _url(request: HttpRequest, way: str, pivot: int | None) -> str:
    if pivot is None:
        return ""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query[way] = str(pivot)
    return f"?{query.urlencode()}"
