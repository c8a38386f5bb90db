"""Office hours: when business hours count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from followups.domain import sla
from followups.forms.sla import OfficeHoursForm
from followups.models import OfficeHours
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]


@manager_required
@require_http_methods(METHODS)
def hours_new(request: HttpRequest) -> HttpResponse:
    """Hours of another office."""
    return _edit(request, OfficeHours())


@manager_required
@require_http_methods(METHODS)
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """One office: hours of each weekday, zone, holidays, and the deadlines they make."""
    return _edit(request, get_object_or_404(OfficeHours, pk=pk))


@manager_required
@require_POST
def hours_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take them away, where no policy counts in them."""
    row = get_object_or_404(OfficeHours, pk=pk)
    try:
        sla.remove_hours(hours=row, actor=acting(request), now=timezone.now())
    except sla.InUse:
        messages.error(request, f"Policies count in “{row}”. Give them other hours first.")
        return redirect("followups:hours", pk=pk)
    messages.success(request, f"“{row}” is removed.")
    return redirect("followups:sla")


def _edit(request: HttpRequest, row: OfficeHours) -> HttpResponse:
    """Save, or with `preview` in the body only show what saving would do."""
    is_saving = request.method == "POST" and "preview" not in request.POST
    form = OfficeHoursForm(request.POST or None, office=row)
    now = timezone.now()
    if is_saving and form.is_valid():
        common: dict[str, Any] = {"facts": form.facts(), "actor": acting(request), "now": now}
        changes = sla.change_hours(hours=row, **common) if row.pk else sla.add_hours(**common)
        said = "Saved. Deadlines that stand are not moved." if changes else "Nothing had changed."
        messages.success(request, said)
        return redirect("followups:sla")
    context = {
        "form": form,
        "office": row,
        "is_preview": not is_saving,
        "preview": sla.of_office_hours(form.draft(), now=now),
        "policies": sla.counted_in(row),
    }
    part = "#effects" if request.headers.get("HX-Target") == "effects" else ""
    template = f"followups/sla/hours.html{part}"
    response = render(request, template, context, status=422 if is_saving else 200)
    patch_vary_headers(response, ["HX-Target"])
    return response
