"""The views of the queue that people keep under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from followups.domain import saved_views
from followups.forms.queue import QueueFilter
from followups.forms.saved_views import SavedViewForm
from followups.views import queue_links
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@rep_required
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """One's own views and those of others, to rename, share, order and delete."""
    user = acting(request)
    editable = set(saved_views.editable_by(user).values_list("pk", flat=True))
    rows = [
        {"view": view, "url": queue_links.saved_address(view), "may_edit": view.pk in editable}
        for view in saved_views.visible_to(user)
    ]
    return render(request, "followups/saved_views.html", {"rows": rows})


@rep_required
@require_POST
def view_new(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the list shows."""
    user, form = acting(request), SavedViewForm(request.POST)
    filters = _filters(request)
    back = f"{reverse('followups:list')}?{request.POST.get('query', '')}"
    if not form.is_valid():
        messages.error(request, "Give the view a name of at most 60 characters.")
        return redirect(back)
    try:
        view = saved_views.save(owner=user, filters=filters, **form.cleaned_data)
    except saved_views.TooMany as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, f"Saved as “{view.name}”.")
    return redirect(queue_links.saved_address(view))


@rep_required
@require_POST
def view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename it, share it, or keep it to oneself."""
    view = get_object_or_404(saved_views.editable_by(acting(request)), pk=pk)
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give the view a name of at most 60 characters.")
        return redirect("followups:views")
    try:
        saved_views.change(view=view, **form.cleaned_data)
    except saved_views.NameTaken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The view is changed.")
    return redirect("followups:views")


@rep_required
@require_POST
def view_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down among its owner's."""
    view = get_object_or_404(saved_views.editable_by(acting(request)), pk=pk)
    saved_views.move(view=view, up=request.POST.get("way") == "up")
    return redirect("followups:views")


@rep_required
@require_POST
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget it."""
    view = get_object_or_404(saved_views.editable_by(acting(request)), pk=pk)
    saved_views.remove(view=view)
    messages.success(request, f"“{view.name}” is deleted. No follow-up has changed.")
    return redirect("followups:views")


def _filters(request: HttpRequest) -> dict[str, str]:
    """What narrows the list, as its address had it; what is no field of the filter is left out."""
    query = QueryDict(request.POST.get("query", ""))
    form = QueueFilter(query, user=acting(request))
    form.is_valid()
    kept = {name: query[name] for name in form.fields if form.cleaned_data.get(name)}
    return {**kept, "view": form.view_name}
