"""The audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.views.decorators.http import require_safe

from team.access import admin_required
from team.domain import queries, trail
from team.forms.audit import AuditFilter
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who changed what, newest first, paged by entry: the trail grows while one reads."""
    form = AuditFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = queries.audit_page(chosen=chosen, zone=timezone.get_current_timezone())
    query = request.GET.copy()
    next_url = ""
    if page.next_before:
        query["before"] = str(page.next_before)
        next_url = f"?{query.urlencode()}"
    context = {
        "filter": form,
        "entries": [trail.describe(entry) for entry in page.entries],
        "next_url": next_url,
        "later": bool(chosen.get("before")),
    }
    return page_or_rows(request, "team/audit.html", context)
