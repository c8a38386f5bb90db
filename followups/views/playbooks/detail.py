"""One playbook: for whom, when what happens, how far its runs are, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.domain.playbooks import counting, describing, editing, promising, rehearsing, steering
from followups.enums import PlaybookState
from followups.forms.playbooks.listing import RunFilter
from followups.models import Playbook, Run
from team.access import acting, manager_required
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 25


@manager_required
@require_safe
def playbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Its timeline with what came of each step, and its runs."""
    row = get_object_or_404(Playbook, pk=pk)
    form = RunFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    runs = Run.objects.narrowed(words=chosen.get("q", ""), state=chosen.get("state", "")).filter(playbook=row)
    page = Paginator(runs.shown(), PER_PAGE).get_page(request.GET.get("page"))
    plan = editing.plan_of(row)
    context = {
        "playbook": row,
        "who": describing.audience(plan.conditions),
        "timeline": describing.timeline(plan),
        "problems": editing.problems_in(plan),
        "moves": promising.moves(row),
        "may_delete": row.state == PlaybookState.DRAFT and not row.runs.exists(),
        "counts": counting.of_playbooks([pk])[pk],
        "steps": counting.of_steps(row),
        "rehearsal": rehearsing.rehearse(
            conditions=plan.conditions, group=row.group, position=row.position, without=pk, now=timezone.now()
        ),
        "filter": form,
        "narrowed": any(chosen.values()),
        "page": page,
    }
    return page_or_rows(request, "followups/playbooks/detail.html", context)


@manager_required
@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin with new answers."""
    return _move(request, pk, steering.activate, "is active: answers that come from now on begin it.")


@manager_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin no more, hold what runs."""
    return _move(request, pk, steering.pause, "is paused, and its runs wait.")


@manager_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on."""
    return _move(request, pk, steering.resume, "goes on.")


@manager_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin no more, end what runs."""
    return _move(request, pk, steering.stop, "is stopped, and its runs have ended.")


@manager_required
@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """The same once more, to be changed."""
    row = get_object_or_404(Playbook, pk=pk)
    copy = steering.duplicate(playbook=row, actor=acting(request), now=timezone.now())
    messages.success(request, f"This is a copy of “{row}”, as a draft.")
    return redirect("playbooks:edit", pk=copy.pk)


@manager_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = get_object_or_404(Playbook, pk=pk)
    try:
        steering.delete(playbook=row, actor=acting(request), now=timezone.now())
    except steering.NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("playbooks:detail", pk=pk)
    messages.success(request, f"The draft “{row}” is deleted.")
    return redirect("playbooks:list")


def _move(request: HttpRequest, pk: int, verb: Callable[..., Playbook], done: str) -> HttpResponse:
    row = get_object_or_404(Playbook, pk=pk)
    try:
        verb(playbook=row, actor=acting(request), now=timezone.now())
    except steering.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{row}” {done}")
    return redirect("playbooks:detail", pk=pk)
