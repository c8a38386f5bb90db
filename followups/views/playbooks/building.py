"""The builder: conditions and steps, with their effect beside them while one types."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from followups.domain.playbooks import describing, editing, promising, rehearsing
from followups.enums import StepKind
from followups.forms.playbooks import Draft
from followups.models import Playbook
from team.access import acting, manager_required
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEMPLATE = "followups/playbooks/form.html"
PARTS = ("steps", "effect")
METHODS = ["GET", "HEAD", "POST"]


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """A playbook of one's own."""
    if request.method == "POST":
        return _posted(request, None)
    return _page(request, Draft.of_plan(editing.Plan(name="")))


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another version of a playbook: what runs keeps the steps with which it began."""
    playbook = get_object_or_404(Playbook, pk=pk)
    if request.method == "POST":
        return _posted(request, playbook)
    return _page(request, Draft.of_plan(editing.plan_of(playbook), playbook))


def _posted(request: HttpRequest, playbook: Playbook | None) -> HttpResponse:
    draft = Draft.of_post(request.POST, playbook)
    act, part = request.POST.get("act", ""), request.headers.get("HX-Target", "")
    if act or part in PARTS:
        # Whoever types right after pressing a button sends its name once more; only a press acts.
        draft.act("" if part == "effect" else act)
        return _page(request, draft)
    if not draft.is_valid():
        return _page(request, draft, checked=True)
    try:
        saved, said = _saved(request, draft)
    except editing.NameTaken:
        draft.conditions.add_error("name", "Another playbook has this name.")
    except editing.Unfinished as unfinished:
        for problem in unfinished.problems:
            draft.conditions.add_error(None, problem)
    else:
        messages.success(request, said)
        return redirect("playbooks:detail", pk=saved.pk)
    return _page(request, draft, checked=True)


def _saved(request: HttpRequest, draft: Draft) -> tuple[Playbook, str]:
    actor, now, plan = acting(request), timezone.now(), draft.plan()
    if draft.playbook is None:
        return editing.create(plan=plan, actor=actor, now=now), "Saved as a draft. It begins nothing yet."
    said = promising.on_saving(draft.playbook)
    is_new = editing.change(playbook=draft.playbook, plan=plan, actor=actor, now=now)
    return draft.playbook, f"Saved. {said}".strip() if is_new else "Nothing had changed."


def _page(request: HttpRequest, draft: Draft, *, checked: bool = False) -> HttpResponse:
    plan = draft.plan()
    if not checked:
        draft.quieten()
    context: dict[str, Any] = {
        "draft": draft,
        "playbook": draft.playbook,
        "checked": checked,
        "kinds": StepKind.choices,
        "is_admin": acting(request).may(Role.ADMIN),
        "who": describing.audience(plan.conditions),
        "timeline": describing.timeline(plan),
        "problems": editing.problems_in(plan) if plan.steps else [],
        "rehearsal": rehearsing.rehearse(
            conditions=plan.conditions,
            group=plan.group,
            position=plan.position,
            without=draft.playbook.pk if draft.playbook else None,
            now=timezone.now(),
        ),
        "on_saving": promising.on_saving(draft.playbook) if draft.playbook else "",
    }
    part = request.headers.get("HX-Target", "")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if checked else HTTPStatus.OK
    response = render(request, f"{TEMPLATE}#{part}" if part in PARTS else TEMPLATE, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response
