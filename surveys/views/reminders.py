"""A campaign's reminders: who was reminded, who was not, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from surveys.domain import reminders
from surveys.domain.reminders import listing
from surveys.forms.reminders import ReminderFilter
from surveys.models import Campaign
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """The counts and the list."""
    campaign = get_object_or_404(Campaign.objects.select_related("survey"), pk=pk)
    form = ReminderFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = listing.rows_of(campaign, state=state)
    page = listing.page_of(rows, after=_id(request, "after"), before=_id(request, "before"))
    context = {
        "campaign": campaign,
        "counts": reminders.counts(campaign),
        "filter": form,
        "page": page,
        "narrowed": bool(state),
        "total": rows.count(),
        "next_url": _url(request, "after", page.after),
        "previous_url": _url(request, "before", page.before),
        "may_edit": acting(request).may(Role.MANAGER),
    }
    return page_or_part(request, "surveys/reminders/list.html", wanted_part(request, ["rows"]), context)


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
