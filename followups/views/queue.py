"""The queue, for people who live in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_safe

from followups.domain import queue, sla
from followups.forms.queue import QueueFilter
from team.access import acting, rep_required
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@rep_required
@require_safe
def followups(request: HttpRequest) -> HttpResponse:
    """One view of the reader's queue; htmx asks the same address for the rows alone, every half minute."""
    user, now = acting(request), timezone.now()
    form = QueueFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    view = chosen.get("view") or queue.first_view(user)
    if view not in queue.views_of(user):
        view = queue.MINE
    words = chosen.get("q", "")
    counts = queue.counts(user=user, now=now)
    found = queue.rows(user=user, view=view, words=words, now=now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": QueueFilter(initial={"view": view, "q": words}),
        "view": view,
        "words": words,
        "counts": counts,
        "waiting": counts[queue.MINE] + (counts[queue.UNASSIGNED] if queue.TEAM in counts else 0),
        "page": page,
        "groups": queue.grouped(page, now=now, zone=timezone.get_current_timezone()),
        "now": now,
        "today": sla.today(now=now),
    }
    return page_or_rows(request, "followups/list.html", context)
