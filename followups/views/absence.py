"""When somebody is away: their own, or as a manager anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.calendars import local_day
from followups.domain import absence, sla
from followups.domain import reps as places
from followups.forms.reps import AbsenceForm
from followups.models import Rep
from team.access import acting, manager_required, rep_required

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]
PAGE = "followups/absence.html"


@rep_required
@require_http_methods(METHODS)
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own absence."""
    rep = Rep.objects.filter(user=acting(request)).select_related("user").first()
    if rep is None:
        return render(request, PAGE)
    return _absence(request, rep, "followups:absence")


@manager_required
@require_http_methods(METHODS)
def of_rep(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's."""
    rep = get_object_or_404(Rep.objects.select_related("user"), pk=pk)
    return _absence(request, rep, "followups:rep_absence", pk)


def _absence(request: HttpRequest, rep: Rep, here: str, *args: Any) -> HttpResponse:
    now, actor = timezone.now(), acting(request)
    if request.method == "POST" and "end" in request.POST:
        absence.end(rep=rep, actor=actor, now=now)
        messages.success(request, "Marked as here. New follow-ups may come.")
        return redirect(here, *args)
    form = AbsenceForm(request.POST or None, initial=_initial(rep, now), today=sla.today(now=now))
    if form.is_valid():
        said = form.cleaned_data
        since, until = places.back_on(said["since"]), places.back_on(said["until"])
        if since and until:
            moved = absence.plan(
                rep=rep, since=since, until=until, hands_over=said["hands_over"], actor=actor, now=now
            )
            messages.success(request, _told(moved))
        return redirect(here, *args)
    context = {
        "form": form,
        "rep": rep,
        "now": now,
        "effect": absence.effect(user=rep.user),
        "is_own": rep.user_id == actor.pk,
        "is_away": rep.is_away(now=now),
        "is_planned": bool(rep.away_until and rep.away_until > now),
    }
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def _told(moved: int) -> str:
    if not moved:
        return "Saved."
    return f"Saved. {moved} follow-up{'s' if moved > 1 else ''} found another owner."


def _initial(rep: Rep, now: datetime) -> dict[str, Any]:
    """The absence that is on or planned; one that is over is not offered again."""
    if rep.away_until is None or rep.away_until <= now:
        return {"since": sla.today(now=now), "hands_over": True}
    since = rep.away_from or now
    return {
        "since": local_day(since, sla.zone()),
        "until": local_day(rep.away_until, sla.zone()),
        "hands_over": rep.hands_over,
    }
