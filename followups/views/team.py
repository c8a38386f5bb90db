"""Settings of the room: who works follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from followups.domain import reps as places
from followups.domain.assignment import rules as assignment_rules
from followups.forms.reps import NewRepForm, RepForm
from followups.models import Rep
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50
DESK = 10
METHODS = ["GET", "HEAD", "POST"]


@manager_required
@require_safe
def reps(request: HttpRequest) -> HttpResponse:
    """Everybody's desk: how full it is, what is late, who is away, who knows what."""
    now = timezone.now()
    page = Paginator(places.desks(now=now), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": now, "team": places.team(now=now)}
    return render(request, "followups/reps.html", context)


@manager_required
@require_http_methods(METHODS)
def rep_new(request: HttpRequest) -> HttpResponse:
    """Give somebody a place in the assignment."""
    form = NewRepForm(request.POST or None)
    if form.is_valid():
        user = form.cleaned_data["user"]
        rep = places.add(user=user, facts=form.facts(), actor=acting(request), now=timezone.now())
        messages.success(request, f"{rep} gets follow-ups from now on.")
        return redirect("followups:reps")
    context = {"form": form, "points": assignment_rules.current()}
    return render(request, "followups/rep.html", context, status=422 if form.is_bound else 200)


@manager_required
@require_http_methods(METHODS)
def rep(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they carry and have, what they know, when they are away."""
    row = get_object_or_404(Rep.objects.select_related("user", "hours"), pk=pk)
    form = RepForm(request.POST or None, rep=row)
    if form.is_valid():
        changes = places.change(rep=row, facts=form.facts(), actor=acting(request), now=timezone.now())
        messages.success(request, "Saved." if changes else "Nothing had changed.")
        return redirect("followups:reps")
    desk = Paginator(places.on_desk(rep=row), DESK).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "rep": row,
        "desk": desk,
        "now": timezone.now(),
        "points": assignment_rules.current(),
    }
    return render(request, "followups/rep.html", context, status=422 if form.is_bound else 200)
