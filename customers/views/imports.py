"""All imports, and a new one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from customers import access
from customers.domain.importing import uploading
from customers.domain.importing.files import UnreadableFile
from customers.forms.importing import UploadForm
from team.access import acting, manager_required
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 25


@manager_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every import, newest first."""
    runs = access.imports_for(acting(request)).select_related("started_by")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    return page_or_rows(request, "customers/imports.html", {"page": page})


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Upload a file; what becomes of its columns is settled on the next page."""
    posted = request.method == "POST"
    user, form = acting(request), UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        file = form.uploaded()
        try:
            run = uploading.receive(file=file, filename=file.name or "", started_by=user, now=timezone.now())
        except UnreadableFile as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("customers:import_detail", pk=run.pk)
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"form": form, "limit": settings.IMPORT_MAX_BYTES // 1024**2}
    return render(request, "customers/import_new.html", context, status=status)
