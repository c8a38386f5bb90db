"""Saved audiences: the list, and the builder that shows its effect while one edits."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.domain import audiences, lifecycle
from customers.domain.audiences import counting, excluding, saving
from customers.forms import audience as building
from customers.models import Audience
from team.access import acting, manager_required
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 25
BUILDER = "customers/audiences/builder.html"
PARTS = ("builder", "effect")


@manager_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every saved audience in words, and what is sent to it."""
    page = Paginator(Audience.objects.select_related("created_by"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    uses = saving.uses_of([audience.pk for audience in page])
    rows = [
        (audience, audiences.describe(audiences.parse(audience.rules)), uses[audience.pk])
        for audience in page
    ]
    return page_or_rows(request, "customers/audiences/list.html", {"page": page, "rows": rows})


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Rules for a new audience."""
    catalog = audiences.catalog()
    if request.method != "POST":
        draft = building.Draft.of_raw({"match": "all", "rules": []}, catalog)
        draft.act("add")
        return _page(request, None, draft, building.NameForm())
    return _posted(request, None)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules of a saved audience, and what is sent to it."""
    audience = get_object_or_404(Audience, pk=pk)
    if request.method == "POST":
        return _posted(request, audience)
    draft = building.Draft.of_raw(audience.rules, audiences.catalog())
    names = building.NameForm(initial={"name": audience.name, "description": audience.description})
    return _page(request, audience, draft, names)


@manager_required
@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """The same rules once more, to be changed."""
    audience = get_object_or_404(Audience, pk=pk)
    rules = audiences.parse(audience.rules)
    copy = saving.duplicate(audience=audience, rules=rules, actor=acting(request), now=timezone.now())
    messages.success(request, f"This is a copy of “{audience.name}”.")
    return redirect("customers:audience", pk=copy.pk)


@manager_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an audience up, unless something is sent to it."""
    audience = get_object_or_404(Audience, pk=pk)
    try:
        saving.delete(audience=audience, actor=acting(request), now=timezone.now())
    except saving.StillUsed as refusal:
        messages.error(request, f"“{audience.name}” is still used by: {', '.join(refusal.names)}.")
        return redirect("customers:audience", pk=pk)
    messages.success(request, f"“{audience.name}” is deleted.")
    return redirect("customers:audiences")


def _posted(request: HttpRequest, audience: Audience | None) -> HttpResponse:
    draft, names = building.Draft.of_post(request.POST), building.NameForm(request.POST)
    act = request.POST.get("act", "")
    if act == "exclude":
        draft = _without_recent(draft)
    elif act:
        draft.act(act)
    if act or request.headers.get("HX-Target") in PARTS:
        return _page(request, audience, draft, building.NameForm(initial=request.POST.dict()))
    if names.is_valid():
        saved = _saved(request, audience, draft, names)
        if saved is not None:
            messages.success(request, f"“{saved.name}” is saved.")
            return redirect("customers:audience", pk=saved.pk)
    return _page(request, audience, draft, names, checked=True)


def _saved(
    request: HttpRequest, audience: Audience | None, draft: building.Draft, names: building.NameForm
) -> Audience | None:
    """The audience as it is stored now; None where the rules or the name cannot be."""
    try:
        rules = audiences.parse(draft.raw(audiences.catalog()))
        facts: dict[str, Any] = {**names.cleaned_data, "rules": rules}
        if audience is None:
            return saving.create(**facts, actor=acting(request), now=timezone.now())
        saving.change(audience=audience, **facts, actor=acting(request), now=timezone.now())
    except audiences.InvalidRules:
        return None
    except saving.NameTaken:
        names.add_error("name", "Another audience has this name.")
        return None
    return audience


def _without_recent(draft: building.Draft) -> building.Draft:
    program, catalog = Program.objects.current(), audiences.catalog()
    today = lifecycle.today_of(program, now=timezone.now())
    raw = excluding.recent(draft.begun().raw(catalog), months=program.quiet_months, today=today)
    return building.Draft.of_raw(raw, catalog)


def _page(
    request: HttpRequest,
    audience: Audience | None,
    draft: building.Draft,
    names: building.NameForm,
    *,
    checked: bool = False,
) -> HttpResponse:
    catalog = audiences.catalog()
    context: dict[str, Any] = {
        "audience": audience,
        "names": names,
        "match": draft.root.match,
        "groups": building.offered(catalog, draft.root),
        "checked": checked,
        # Whoever is still choosing sees what the rest comes to; whoever saves hears of every gap.
        **_effect(draft if checked else draft.begun(), catalog),
        "is_begun": checked or draft.begun() == draft,
    }
    context["controls"] = building.controls(draft.root, catalog, context["problems"] if checked else {})
    if audience is not None:
        context["uses"] = saving.uses_of([audience.pk])[audience.pk]
    part = request.headers.get("HX-Target", "")
    status = HTTPStatus.BAD_REQUEST if checked else HTTPStatus.OK
    response = render(request, f"{BUILDER}#{part}" if part in PARTS else BUILDER, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _effect(draft: building.Draft, catalog: audiences.Catalog) -> dict[str, Any]:
    """What the rules come to, or what is still missing in them."""
    try:
        rules = audiences.parse(draft.raw(catalog))
    except audiences.InvalidRules as refusal:
        return {"problems": refusal.problems}
    program, now = Program.objects.current(), timezone.now()
    return {
        "problems": {},
        "now": now,
        "told": audiences.describe(rules),
        "reckoning": counting.reckon(rules, program=program, now=now),
        "people": counting.sample(rules, program=program, now=now),
    }
