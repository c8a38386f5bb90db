"""One run: each step, where it stands and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.domain import playbooks
from followups.domain.playbooks import describing
from followups.models import Run
from team.access import acting, manager_required, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BY_HAND = "Held by {}."
STOPPED = "Stopped by {}."


@rep_required
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose answer it is about, and what has been and will be done."""
    row = get_object_or_404(Run.objects.shown().select_related("followup"), pk=pk)
    steps = row.steps.select_related("assignee", "finished_by", "message", "endorsement", "plan_item")
    context = {"run": row, "lines": [(step, describing.moment(step)) for step in steps.order_by("position")]}
    return render(request, "followups/playbooks/run.html", context)


@manager_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold this run alone."""
    row = get_object_or_404(Run, pk=pk)
    reason = BY_HAND.format(acting(request))
    done = playbooks.pause_runs(runs=[row], reason=reason, now=timezone.now())
    return _back(request, row, "It waits now: nothing leaves by itself." if done else "")


@manager_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with this run."""
    row = get_object_or_404(Run, pk=pk)
    done = playbooks.resume_runs(runs=[row], now=timezone.now())
    return _back(request, row, "It goes on; its times moved by as long as it waited." if done else "")


@manager_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End this run alone."""
    row, actor = get_object_or_404(Run, pk=pk), acting(request)
    done = playbooks.stop_runs(runs=[row], reason=STOPPED.format(actor), actor=actor, now=timezone.now())
    return _back(request, row, "It has ended; planned messages were withdrawn." if done else "")


def _back(request: HttpRequest, row: Run, done: str) -> HttpResponse:
    if done:
        messages.success(request, done)
    else:
        messages.error(request, "Nothing changed: somebody else was quicker.")
    return redirect("playbooks:run", pk=row.pk)
