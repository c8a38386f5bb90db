"""Spread the work anew: what the fullest could give to whom, chosen by a manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from followups.domain import easing, rebalancing
from followups.forms.rebalancing import DEFAULT_LEVEL, LevelForm, PicksForm
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


def _told(moved: int, stayed: int) -> str:
    told = f"{moved} follow-up{'' if moved == 1 else 's'} changed hands."
    return f"{told} {stayed} had moved on meanwhile and stayed." if stayed else told
