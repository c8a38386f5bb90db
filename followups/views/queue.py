"""The queue, for people who live in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.access import followups_for
from followups.domain import queue, seeing, sla
from followups.forms.queue import QueueFilter
from followups.views import live, queue_links
from team.access import acting, rep_required
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


@rep_required
@require_safe
def followups(request: HttpRequest) -> HttpResponse:
    """One view of the reader's queue; htmx asks the same address for the rows, if they have changed."""
    user, now = acting(request), timezone.now()
    form = QueueFilter(request.GET, user=user)
    view = form.view_name
    context: dict[str, Any] = {
        "filter": form,
        "view": view,
        "group": form.grouping,
        "counts": queue.counts(user=user, now=now),
        "now": now,
        "today": sla.today(now=now),
        "refresh_url": queue_links.address(request, without=("known",)),
        **(_tasks(request, now=now) if view == queue.TASKS else _rows(request, form, now=now)),
    }
    context["waiting"] = queue.waiting_among(context["counts"], user=user)
    context["known"] = live.fingerprint(context)
    if live.is_known(request, context["known"]):
        return HttpResponse(status=204)
    context["views"] = queue_links.views(request, view=view, counts=context["counts"])
    context["saved"] = queue_links.saved(request)
    context["chips"] = queue_links.chips(request, form)
    return page_or_rows(request, "followups/list.html", context)


@rep_required
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader has this follow-up open: what is in it now is no news any more."""
    user = acting(request)
    if followups_for(user).filter(pk=pk).exists():
        seeing.mark(followup_id=pk, user_id=user.pk, now=timezone.now())
    return HttpResponse(status=204)


def _rows(request: HttpRequest, form: QueueFilter, *, now: datetime) -> dict[str, Any]:
    user, zone = acting(request), timezone.get_current_timezone()
    page = queue.page_of(
        user=user,
        view=form.view_name,
        now=now,
        narrowed=queue.condition(form.chosen, user_id=user.pk, now=now, zone=zone),
        group=form.grouping,
        place=(request.GET.get("after", ""), request.GET.get("before", "")),
    )
    return {
        "groups": queue.grouped(page.rows, now=now, zone=zone, by=form.grouping, reader=user.pk),
        "news": seeing.news_among(page.rows, user=user),
        "is_whole": not page.after and not page.before,
        "next_url": queue_links.address(request, after=page.after) if page.after else "",
        "previous_url": queue_links.address(request, before=page.before) if page.before else "",
    }


def _tasks(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """All tasks of one person: their number is bounded by what one person can have."""
    tasks = queue.in_order(queue.tasks_of(acting(request)))[: queue.MOST]
    return {"tasks": list(tasks), "groups": [], "news": set()}
