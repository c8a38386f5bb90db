"""The company's themes: what is found, what is not, and the phrases."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from responses import access
from responses.domain.themes import editing, phrasing, queries, retagging
from responses.forms.themes import ThemeForm
from responses.models import Theme
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50
UNMATCHED = 5
LIST = "responses/themes/list.html"
ONE = "responses/themes/detail.html"
METHODS = ["GET", "HEAD", "POST"]


@manager_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every theme with its number of answers, and what no theme fits."""
    if request.headers.get("HX-Target") == "status":
        return _vary(render(request, f"{LIST}#status", _job()))
    program = Program.objects.current()
    unmatched = queries.without_theme(access.responses_for(acting(request)))
    context = {
        **_job(),
        "page": Paginator(queries.counted(), PER_PAGE).get_page(request.GET.get("page")),
        "share": queries.share(),
        "missing": editing.missing(),
        "unmatched": unmatched.select_related("customer").order_by("-answered_at", "-pk")[:UNMATCHED],
        "suggestions": queries.suggestions(without=[program.company, program.product]),
    }
    return _vary(render(request, LIST, context))


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """A theme of the company's own, seeing beside it what its phrases find."""
    if request.method != "POST":
        word, language = request.GET.get("word", "")[: phrasing.LONGEST], request.GET.get("language", "")
        return _form(request, ThemeForm.of_word(word, language=language))
    form = ThemeForm(request.POST)
    if form.is_valid() and not _is_look(request):
        try:
            theme = editing.add(actor=acting(request), now=timezone.now(), **form.facts())
        except editing.TakenName as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"“{theme}” is looked for from now on, in earlier answers too.")
            return redirect("themes:list")
    return _form(request, form)


@manager_required
@require_http_methods(METHODS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A theme's words and phrases."""
    theme = get_object_or_404(Theme.objects.prefetch_related("rules"), pk=pk)
    form = ThemeForm(request.POST or None, theme=theme)
    if form.is_valid() and not _is_look(request):
        try:
            changed = editing.change(theme=theme, actor=acting(request), now=timezone.now(), **form.facts())
        except editing.TakenName as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "Saved." if changed else "Nothing had changed.")
            return redirect("themes:list")
    return _form(request, form, theme)


@manager_required
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire one, or use it again."""
    theme = get_object_or_404(Theme, pk=pk)
    is_active = not theme.is_active
    editing.switch(theme=theme, is_active=is_active, actor=acting(request), now=timezone.now())
    said = "is looked for again" if is_active else "is not looked for any more; what has it keeps it"
    messages.success(request, f"“{theme}” {said}.")
    return redirect("themes:list")


@manager_required
@require_POST
def install(request: HttpRequest) -> HttpResponse:
    """Add the ready-made themes."""
    number = editing.install(actor=acting(request), now=timezone.now())
    told = f"{number} theme{'s' if number != 1 else ''} added. Change them as you like."
    messages.success(request, told if number else "They are all there already.")
    return redirect("themes:list")


def _is_look(request: HttpRequest) -> bool:
    return "look" in request.POST or request.headers.get("HX-Target") == "reach"


def _job() -> dict[str, object]:
    job = retagging.progress()
    return {"job": job, "is_running": retagging.is_running(job)}


def _form(request: HttpRequest, form: ThemeForm, theme: Theme | None = None) -> HttpResponse:
    is_look = _is_look(request)
    reach = queries.reach(form.phrases())
    context = {"form": form, "theme": theme, "is_look": is_look, "reach": reach}
    part = request.headers.get("HX-Target") == "reach"
    wrong = form.is_bound and not is_look
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return _vary(render(request, f"{ONE}#reach" if part else ONE, context, status=status))


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Target"])
    return response
