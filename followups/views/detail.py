"""One follow-up: read it, take it, write down what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from followups.domain import working
from followups.forms.acts import LogForm
from followups.models import FollowUp
from followups.views import pages
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@rep_required
@require_safe
def followup(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer, the person, the deadlines, the history, and what to do next."""
    if not pages.sees(acting(request), pk):
        return pages.elsewhere(request, pk)
    return render(request, "followups/detail.html", pages.context_of(request, pages.load(request, pk)))


@rep_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it mine. Whoever comes second may no longer see it, but learns who was quicker."""
    row = get_object_or_404(FollowUp, pk=pk)
    try:
        working.take(followup=row, actor=acting(request), now=timezone.now())
    except working.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:list")
    messages.success(request, "It is yours now.")
    return redirect("followups:detail", pk=pk)


@rep_required
@require_POST
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a call, an e-mail or a note."""
    row = pages.load(request, pk)
    form = LogForm(request.POST, closed=row.is_closed, auto_id="log_%s")
    if not form.is_valid():
        return render(request, "followups/detail.html", pages.context_of(request, row, log=form), status=422)
    try:
        _write(request, row, **form.cleaned_data)
    except working.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Written down.")
    return redirect("followups:detail", pk=pk)


def _write(request: HttpRequest, row: FollowUp, *, kind: str, text: str) -> None:
    common: dict[str, Any] = {"followup": row, "actor": acting(request), "now": timezone.now()}
    if kind == LogForm.NOTE:
        working.note(text=text, **common)
    elif kind == "email":
        working.log_email(note=text, **common)
    else:
        working.log_call(reached=kind == "reached", note=text, **common)
