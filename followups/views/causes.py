"""The list of root causes that people choose from when they resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from followups.domain import causes as domain
from followups.forms.causes import CauseForm
from followups.models import RootCause
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]


@manager_required
@require_http_methods(METHODS)
def causes(request: HttpRequest) -> HttpResponse:
    """The list in order, and a new one."""
    form = CauseForm(request.POST or None)
    if form.is_valid():
        try:
            added = domain.add(actor=acting(request), now=timezone.now(), **form.cleaned_data)
        except domain.TakenLabel as taken:
            form.add_error("label", str(taken))
        else:
            messages.success(request, f"“{added}” can be chosen from now on.")
            return redirect("followups:causes")
    context = {"form": form, "causes": domain.counted()}
    return render(request, "followups/causes.html", context, status=422 if form.is_bound else 200)


@manager_required
@require_http_methods(METHODS)
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    row = get_object_or_404(RootCause, pk=pk)
    form = CauseForm(request.POST or None, initial={"label": row.label})
    if form.is_valid():
        try:
            changed = domain.rename(cause=row, actor=acting(request), now=timezone.now(), **form.cleaned_data)
        except domain.TakenLabel as taken:
            form.add_error("label", str(taken))
        else:
            messages.success(request, "Saved." if changed else "Nothing had changed.")
            return redirect("followups:causes")
    context = {"form": form, "cause": row}
    return render(request, "followups/cause.html", context, status=422 if form.is_bound else 200)


@manager_required
@require_POST
def cause_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place forward or back."""
    row = get_object_or_404(RootCause, pk=pk)
    domain.move(cause=row, up=request.POST.get("way") == "up")
    return redirect("followups:causes")


@manager_required
@require_POST
def cause_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire one, or offer it again."""
    row = get_object_or_404(RootCause, pk=pk)
    verb = domain.retire if row.is_active else domain.bring_back
    try:
        verb(cause=row, actor=acting(request), now=timezone.now())
    except domain.LastCause as refusal:
        messages.error(request, str(refusal))
    else:
        said = "is not offered any more" if row.is_active else "can be chosen again"
        messages.success(request, f"“{row}” {said}.")
    return redirect("followups:causes")
