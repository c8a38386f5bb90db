"""Open a follow-up by hand for an answer that owes none (G42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from followups.domain import opening
from followups.domain.working import Refused
from followups.forms.acts import OpenForm
from followups.models import FollowUp
from followups.views import pages
from responses.models import Response
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@rep_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why, and somebody gets it. An answer that has its follow-up leads to it."""
    answer = get_object_or_404(Response.objects.select_related("customer__account", "campaign"), pk=pk)
    existing = FollowUp.objects.filter(response=answer).first()
    if existing:
        return _shown(request, existing)
    form = OpenForm(request.POST or None)
    if form.is_valid():
        try:
            opened = opening.open_by_hand(
                response=answer, actor=acting(request), now=timezone.now(), **form.cleaned_data
            )
        except (Refused, opening.NobodyToCall) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Opened. {_whose(opened)}")
            return _shown(request, opened)
    context = {"answer": answer, "form": form}
    return render(request, "followups/open.html", context, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, followup: FollowUp) -> HttpResponse:
    """Its page, for whoever may see it; else the answer's."""
    if pages.sees(acting(request), followup.pk):
        return redirect("followups:detail", pk=followup.pk)
    return pages.elsewhere(request, followup.pk)


def _whose(followup: FollowUp) -> str:
    if followup.assignee:
        return f"{followup.assignee} has it."
    return "Nobody has room yet: it waits in the overflow queue, with its clock running."
