"""The columns of an upload, before anything is stored: mapped, previewed, tried, kept for the next file."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from customers import access
from customers.domain.importing import previewing, rehearsing, saving, uploading
from customers.domain.importing.files import UnreadableFile
from customers.domain.importing.mapping import WHOLE
from customers.enums import ImportState
from customers.forms import importing
from team.access import acting, manager_required

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from customers.domain.importing.files import Form
    from customers.models import ImportRun

TEMPLATE = "customers/import_mapping.html"


def page(
    request: HttpRequest, run: ImportRun, data: Mapping[str, Any], status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    """The mapping page with what is chosen in `data`, or the part of it that htmx will replace."""
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") != "mapping":
        # The import ended in another window: what is shown there is another page by now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    form = importing.file_form(data, uploading.form_of(run))
    context: dict[str, Any] = {"run": run, "tried": status != HTTPStatus.OK, **more}
    try:
        context |= _told(run, form, data)
    except UnreadableFile as problem:
        context["unreadable"] = str(problem)
        context["options"] = importing.unread_options(form)
    saved = context.get("saved")
    context["keep_as"] = data.get("name") or (saved.name if saved else "")
    part = "#mapping" if request.headers.get("HX-Target") == "mapping" else ""
    response = render(request, f"{TEMPLATE}{part}", context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def start(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """Let the workers have it as mapped on the page."""
    now, form = timezone.now(), importing.file_form(request.POST, uploading.form_of(run))
    try:
        choice = importing.choice_from(request.POST, uploading.sheet_of(run, form))
        uploading.start(run=run, mapping=choice.mapping, form=form, now=now, mode=choice.mode)
    except (UnreadableFile, uploading.Unsettled):
        return page(request, run, request.POST, status=HTTPStatus.BAD_REQUEST)
    if choice.saved:
        saving.use(saved=choice.saved, now=now)
    return redirect("customers:import_detail", pk=run.pk)


@manager_required
@require_POST
def rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the import would do."""
    run = _found(request, pk)
    form = importing.file_form(request.POST, uploading.form_of(run))
    try:
        choice = importing.choice_from(request.POST, uploading.sheet_of(run, form))
        told = rehearsing.rehearse(
            run=run, mapping=choice.mapping, form=form, mode=choice.mode, clock=timezone.now
        )
    except (UnreadableFile, uploading.Unsettled):
        # The page's script takes this answer in place, too.
        return page(request, run, request.POST, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return page(request, run, request.POST, rehearsal=told)


@manager_required
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the mapping under a name, open points and all."""
    run, form = _found(request, pk), importing.SaveForm(request.POST)
    if not form.is_valid():
        return page(request, run, request.POST, status=HTTPStatus.BAD_REQUEST, save_form=form)
    try:
        sheet = uploading.sheet_of(run, importing.file_form(request.POST, uploading.form_of(run)))
    except UnreadableFile:
        return page(request, run, request.POST, status=HTTPStatus.BAD_REQUEST)
    choice, name = importing.choice_from(request.POST, sheet), form.cleaned_data["name"]
    saved = saving.save(
        name=name, mapping=choice.mapping, mode=choice.mode, actor=acting(request), now=timezone.now()
    )
    messages.success(request, f"The mapping “{saved}” is kept, and offered when a file has these columns.")
    sheet_query = f"&sheet={request.POST['sheet']}" if request.POST.get("sheet") else ""
    return redirect(f"{request.path.removesuffix('save/')}?saved={saved.pk}{sheet_query}")


def _found(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(access.imports_for(acting(request)), pk=pk, state=ImportState.UPLOADED)


def _told(run: ImportRun, form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    sheet = uploading.sheet_of(run, form)
    choice = importing.choice_from(data, sheet)
    problems = uploading.problems_of(choice.mapping)
    return {
        "columns": importing.column_rows(choice.mapping, sheet),
        "shape": choice.shape(sheet),
        "saved": choice.saved,
        "left_out": [it.header for it in choice.mapping.columns if not it.target and it.header],
        "problem": problems.get(WHOLE, ""),
        "problems": problems,
        "preview": previewing.preview(sheet, choice.mapping),
        "options": importing.OptionsForm(choice, form, uploading.sheets_of(run, form)),
        "notes": run.notes if form == uploading.form_of(run) else [],
    }
