"""One task that a playbook gave somebody: what it is about, and done, skipped, given away, or written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.access import endorsements_for, tasks_for
from followups.domain import playbooks, queue, working
from followups.domain.playbooks import answering, briefing
from followups.forms import tasks as forms
from followups.views import pages
from followups.views.advocates import endorsement
from team.access import acting, rep_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from followups.models import StepRun

TEMPLATE = "followups/task.html"


@rep_required
@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The task with the customer's facts; a letter as a draft, to be edited before it leaves (T27)."""
    return _page(request, _load(request, pk))


@rep_required
@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    row, form = _load(request, pk), forms.DoneForm(request.POST, auto_id="done_%s")
    if not form.is_valid():
        return _page(request, row, done=form)
    return _acted(request, row, playbooks.finish, "Done.", note=form.cleaned_data["note"])


@rep_required
@require_POST
def task_skip(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not done, and why."""
    row, form = _load(request, pk), forms.SkipForm(request.POST, auto_id="skip_%s")
    if not form.is_valid():
        return _page(request, row, skip=form)
    return _acted(request, row, playbooks.skip, "Skipped.", reason=form.cleaned_data["reason"])


@rep_required
@require_POST
def task_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else does it."""
    row, form = _load(request, pk), forms.HandOverForm(request.POST, auto_id="hand_%s")
    if not form.is_valid():
        return _page(request, row, hand_over=form)
    to = form.cleaned_data["to"]
    return _acted(request, row, playbooks.hand_over, f"{to} has it now.", to=to)


@rep_required
@require_POST
def task_send(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter leaves as it stands in the form."""
    row, form = _load(request, pk), forms.LetterForm(request.POST, auto_id="letter_%s")
    if not form.is_valid():
        return _page(request, row, letter=form)
    try:
        playbooks.send(step_run=row, actor=acting(request), now=timezone.now(), **form.cleaned_data)
    except (playbooks.TaskOver, playbooks.NotYourTask) as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:task", pk=pk)
    except working.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, letter=form)
    messages.success(request, "It is in the outbox, and the task is done.")
    return _next(request, row)


@rep_required
@require_POST
def task_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What they said to what the task was to ask them: on record, and the task is done (T28)."""
    row = _load(request, pk)
    asked = get_object_or_404(endorsements_for(acting(request)), step_run=row)
    act = "decline" if request.POST.get("answer") == "decline" else "agree"
    form = endorsement.forms_of(asked, act, request.POST)[act]
    if not form.is_valid():
        return _page(request, row, **{act: form})
    verb = answering.decline if act == "decline" else answering.agree
    try:
        verb(endorsement=asked, actor=acting(request), **endorsement.said(form, now=timezone.now()))
    except working.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:task", pk=pk)
    messages.success(request, "On record, and the task is done.")
    return _next(request, row)


def _load(request: HttpRequest, pk: int) -> StepRun:
    shown = (
        "run__playbook",
        "run__response__campaign",
        "run__customer__account__manager",
        "run__followup",
        "assignee",
        "finished_by",
    )
    return get_object_or_404(tasks_for(acting(request)).select_related(*shown), pk=pk)


def _acted(
    request: HttpRequest, row: StepRun, verb: Callable[..., StepRun], done: str, **said: Any
) -> HttpResponse:
    try:
        verb(step_run=row, actor=acting(request), now=timezone.now(), **said)
    except working.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:task", pk=row.pk)
    messages.success(request, done)
    return _next(request, row)


def _next(request: HttpRequest, row: StepRun) -> HttpResponse:
    """Back to the follow-up, where the work goes on; if it is a colleague's, to the next task."""
    if row.run.followup_id is None:
        return redirect("playbooks:run", pk=row.run_id)
    if pages.sees(acting(request), row.run.followup_id):
        return redirect("followups:detail", pk=row.run.followup_id)
    return redirect(f"{reverse('followups:list')}?view={queue.TASKS}")


def _page(request: HttpRequest, row: StepRun, **bound: Form) -> HttpResponse:
    user, now = acting(request), timezone.now()
    brief = briefing.of(step_run=row, reader=user, now=now)
    context: dict[str, Any] = {
        "task": row,
        "brief": brief,
        "sees_followup": pages.sees(user, row.run.followup_id),
        "now": now,
        "done": bound.get("done") or forms.DoneForm(auto_id="done_%s"),
        "skip": bound.get("skip") or forms.SkipForm(auto_id="skip_%s"),
        "hand_over": bound.get("hand_over") or forms.HandOverForm(without=row.assignee, auto_id="hand_%s"),
    }
    if brief.draft:
        initial = {"subject": brief.draft.subject, "body": brief.draft.body, "nonce": uuid4()}
        context["letter"] = bound.get("letter") or forms.LetterForm(initial=initial, auto_id="letter_%s")
    asked = getattr(row, "endorsement", None)
    if asked is not None and asked.is_to_ask:
        context["asked"] = {**endorsement.forms_of(asked), **bound}
    return render(request, TEMPLATE, context, status=422 if bound else 200)
