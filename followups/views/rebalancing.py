"""Spread the work anew: what the fullest could give to whom, chosen by a manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from followups.domain import easing, rebalancing
from followups.forms.acts import ReassignForm
from followups.forms.rebalancing import DEFAULT_LEVEL, LevelForm, PicksForm
from followups.models import FollowUp, Rep
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def rebalance(request: HttpRequest) -> HttpResponse:
    """Show the proposal; by POST make the chosen moves, all in one transaction."""
    now = timezone.now()
    picks = PicksForm(request.POST) if request.method == "POST" else None
    if picks and picks.is_valid():
        done = rebalancing.rebalance(picks=picks.picks(), actor=acting(request), now=now)
        messages.success(request, _told(len(done.moved), done.stayed))
        return redirect("followups:reps")
    form = LevelForm(request.GET)
    above = (form.is_valid() and form.cleaned_data["above"]) or DEFAULT_LEVEL
    context = {
        "level": LevelForm(initial={"above": above}),
        "above": above,
        "proposal": easing.propose(above=above, now=now),
        "picks": picks,
    }
    return render(request, "followups/rebalance.html", context, status=422 if picks else 200)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Give everything that one person has to another, whatever their capacity."""
    rep = get_object_or_404(Rep.objects.select_related("user"), pk=pk)
    form = ReassignForm(request.POST or None, without=rep.user)
    if form.is_valid():
        rows = list(FollowUp.objects.unfinished().of(rep.user))
        moved = rebalancing.move(
            followups=rows, actor=acting(request), now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _told(len(moved), 0))
        return redirect("followups:rep", pk=pk)
    context = {"form": form, "rep": rep}
    return render(request, "followups/give_all.html", context, status=422 if form.is_bound else 200)


def _told(moved: int, stayed: int) -> str:
    told = f"{moved} follow-up{'' if moved == 1 else 's'} changed hands."
    return f"{told} {stayed} had moved on meanwhile and stayed." if stayed else told
