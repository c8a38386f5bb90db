"""The mappings that people keep."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.domain.importing import saving
from customers.domain.importing.mapping import Mapping
from customers.forms.importing import SaveForm
from customers.models import ImportMapping
from team.access import manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All of them, by name."""
    rows = [
        {"saved": saved, "used": [it for it in Mapping.from_json(saved.mapping).columns if it.goes_to]}
        for saved in ImportMapping.objects.select_related("created_by")
    ]
    return render(request, "customers/import_mappings.html", {"rows": rows})


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it does with each column, and its name to change."""
    saved = get_object_or_404(ImportMapping.objects.select_related("created_by"), pk=pk)
    posted = request.method == "POST"
    form = SaveForm(request.POST) if posted else SaveForm(initial={"name": saved.name})
    if posted and form.is_valid():
        try:
            saving.rename(saved=saved, name=form.cleaned_data["name"])
        except saving.NameTaken:
            form.add_error("name", "Another mapping has this name.")
        else:
            messages.success(request, f"It is called “{saved}” now.")
            return redirect("customers:import_mappings")
    context = {"saved": saved, "form": form, "columns": Mapping.from_json(saved.mapping).columns}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "customers/import_saved.html", context, status=status)


@manager_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget it; imports that used it are not touched."""
    saved = get_object_or_404(ImportMapping, pk=pk)
    saved.delete()
    messages.success(request, f"The mapping “{saved}” is deleted.")
    return redirect("customers:import_mappings")
