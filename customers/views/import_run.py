"""One import: its mapping with a preview, its progress, what came of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.csv import stream_rows
from customers import access
from customers.domain.importing import previewing, reporting, uploading
from customers.domain.importing.files import UnreadableFile
from customers.domain.importing.mapping import WHOLE
from customers.enums import ImportState
from customers.forms import importing
from team.access import acting, manager_required

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from customers.models import ImportRun

PER_PAGE = 50
GOING = {ImportState.QUEUED, ImportState.RUNNING}
MAPPING, PROGRESS = "customers/import_mapping.html", "customers/import_progress.html"
# The parts of each page that htmx asks for alone.
PARTS = {MAPPING: {"mapping"}, PROGRESS: {"status", "rejected"}}


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping before the start, the progress and the result after it. POST starts."""
    run = _found(request, pk)
    if run.state != ImportState.UPLOADED:
        return _progress(request, run)
    if request.method == "POST":
        return _start(request, run)
    return _mapping(request, run, request.GET)


@manager_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End an import that is going on."""
    if uploading.stop(run=_found(request, pk), actor=acting(request), now=timezone.now()):
        messages.success(request, "The import was stopped. What it had taken stays.")
    return redirect("customers:import_detail", pk=pk)


@manager_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with an import that was stopped or broke off."""
    if uploading.resume(run=_found(request, pk)):
        messages.success(request, "The import goes on where it ended.")
    return redirect("customers:import_detail", pk=pk)


@manager_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away that was never imported."""
    run = _found(request, pk)
    if not uploading.discard(run=run):
        return redirect("customers:import_detail", pk=pk)
    messages.success(request, f"{run.filename} was discarded. Nothing was imported.")
    return redirect("customers:imports")


@manager_required
@require_safe
def rejected(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rejected rows as a file: their own columns, then where and why."""
    run = _found(request, pk)
    header, rows = reporting.rejected_rows(run)
    name = f"rejected-rows-of-import-{run.pk}.csv"
    return StreamingHttpResponse(
        stream_rows(header, rows, bom=True),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(request: HttpRequest, pk: int) -> ImportRun:
    runs = access.imports_for(acting(request)).select_related("started_by")
    return get_object_or_404(runs, pk=pk)


def _start(request: HttpRequest, run: ImportRun) -> HttpResponse:
    form = importing.file_form(request.POST, uploading.form_of(run))
    try:
        mapping = importing.mapping_from(request.POST, uploading.sheet_of(run, form))
        uploading.start(run=run, mapping=mapping, form=form, now=timezone.now())
    except (UnreadableFile, uploading.Unsettled):
        return _mapping(request, run, request.POST, status=HTTPStatus.BAD_REQUEST)
    return redirect("customers:import_detail", pk=run.pk)


def _mapping(
    request: HttpRequest, run: ImportRun, data: Mapping[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    form = importing.file_form(data, uploading.form_of(run))
    context: dict[str, Any] = {"run": run, "tried": status != HTTPStatus.OK}
    try:
        sheet = uploading.sheet_of(run, form)
    except UnreadableFile as problem:
        context["unreadable"] = str(problem)
    else:
        mapping = importing.mapping_from(data, sheet)
        problems = mapping.problems()
        context |= {
            "columns": importing.column_rows(mapping, sheet),
            "shape": importing.shape_of(sheet),
            "problem": problems.get(WHOLE, ""),
            "problems": problems,
            "preview": previewing.preview(sheet, mapping),
        }
    context["format"] = importing.FormatForm(form, empty_clears=bool(data.get("empty_clears")))
    return _part(request, MAPPING, context, status=status)


def _progress(request: HttpRequest, run: ImportRun) -> HttpResponse:
    going = run.state in GOING
    if request.headers.get("HX-Target") == "status" and not going:
        # It ended while somebody looked: the rest of the page changes, too.
        return HttpResponse(headers={"HX-Refresh": "true"})
    rejections = Paginator(run.rejections.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"run": run, "page": rejections, "going": going}
    return _part(request, PROGRESS, context)


def _part(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page, or the part of it that htmx will replace."""
    part = request.headers.get("HX-Target", "")
    if request.headers.get("HX-Request") and part not in PARTS[template]:
        # The import began or ended in another window: what is shown there is another page by now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = render(request, f"{template}#{part}" if part else template, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response
