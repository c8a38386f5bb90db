"""One import: its columns before the start, its progress, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers import access
from customers.domain.importing import reporting, uploading
from customers.enums import ImportState
from customers.views import import_columns
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from customers.models import ImportRun

PER_PAGE = 50
GOING = {ImportState.QUEUED, ImportState.RUNNING}
PROGRESS = "customers/import_progress.html"
# The parts of the page that htmx asks for alone.
PARTS = {"status", "rejected"}


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping before the start, the progress and the result after it. POST starts."""
    run = _found(request, pk)
    if run.state != ImportState.UPLOADED:
        return _progress(request, run)
    if request.method == "POST":
        return import_columns.start(request, run)
    return import_columns.page(request, run, request.GET)


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
def rejected(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    """The rejected rows as a file: their own columns, then where and why. Mended, it can be imported."""
    run = _found(request, pk)
    file = reporting.rejected_file(run, suffix)
    return StreamingHttpResponse(
        file.chunks,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.filename}"'},
    )


def _found(request: HttpRequest, pk: int) -> ImportRun:
    runs = access.imports_for(acting(request)).select_related("started_by")
    return get_object_or_404(runs, pk=pk)


def _progress(request: HttpRequest, run: ImportRun) -> HttpResponse:
    going = run.state in GOING
    if request.headers.get("HX-Target") == "status" and not going:
        # It ended while somebody looked: the rest of the page changes, too.
        return HttpResponse(headers={"HX-Refresh": "true"})
    rejections = Paginator(run.rejections.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"run": run, "page": rejections, "going": going}
    return _part(request, PROGRESS, context)


def _part(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or the part of it that htmx will replace."""
    part = request.headers.get("HX-Target", "")
    if request.headers.get("HX-Request") and part not in PARTS:
        # The import began or ended in another window: what is shown there is another page by now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = render(request, f"{template}#{part}" if part else template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response
