"""Widgets and public links of a campaign: set them up, put them up, see what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import links
from surveys.domain import placements
from surveys.enums import PlacementKind
from surveys.forms.placements import LinkForm, form_for
from surveys.models import Campaign, Placement
from team.access import acting, manager_required, role_required
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@role_required(Role.VIEWER)
@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a campaign's, with what each has brought."""
    campaign = _campaign(pk)
    page = Paginator(placements.with_counts(campaign), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "kind": placements.kind_for(campaign),
        "page": page,
        "may_edit": acting(request).may(Role.MANAGER),
    }
    return render(request, "surveys/placements/list.html", context)


@role_required(Role.VIEWER)
@require_safe
def placement(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One of them: how to put it up, and what it has brought."""
    found = _found(pk, place)
    counts = placements.with_counts(found.campaign).get(pk=found.pk)
    context: dict[str, Any] = {
        "campaign": found.campaign,
        "placement": counts,
        "takes_answers": placements.takes_answers(found),
        "may_edit": acting(request).may(Role.MANAGER),
    }
    if found.kind == PlacementKind.WIDGET:
        return render(request, "surveys/placements/widget.html", {**context, **_embedding(found)})
    return render(request, "surveys/placements/link.html", {**context, "url": _link(found)})


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more."""
    campaign = _campaign(pk)
    form = form_for(placements.kind_for(campaign), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = placements.create(
                campaign=campaign, facts=form.facts(), actor=acting(request), now=timezone.now()
            )
        except placements.SlugTaken:
            _refuse(form)
        else:
            messages.success(request, f"“{made}” is ready to be put up.")
            return redirect("campaigns:placement", pk=pk, place=made.pk)
    return render(request, "surveys/placements/form.html", {"campaign": campaign, "form": form})


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Change it; what stands on a website follows within minutes."""
    found = _found(pk, place)
    data = request.POST if request.method == "POST" else None
    form = form_for(PlacementKind(found.kind), data, found)
    if request.method == "POST" and form.is_valid():
        try:
            placements.change(placement=found, facts=form.facts(), actor=acting(request), now=timezone.now())
        except placements.SlugTaken:
            _refuse(form)
        else:
            messages.success(request, "Saved.")
            return redirect("campaigns:placement", pk=pk, place=place)
    context = {"campaign": found.campaign, "placement": found, "form": form}
    return render(request, "surveys/placements/form.html", context)


@manager_required
@require_POST
def switch(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Take answers, or no more."""
    found = _found(pk, place)
    is_on = not found.is_on
    if placements.switch(placement=found, is_on=is_on, actor=acting(request), now=timezone.now()):
        messages.success(request, "It takes answers again." if is_on else "It takes no more answers.")
    return redirect("campaigns:placement", pk=pk, place=place)


@manager_required
@require_POST
def secret(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """A new secret for naming visitors."""
    found = _found(pk, place, kind=PlacementKind.WIDGET)
    placements.rotate_secret(placement=found, actor=acting(request), now=timezone.now())
    messages.success(
        request, "There is a new secret. Put it on your server: the old one names nobody any more."
    )
    return redirect("campaigns:placement", pk=pk, place=place)


def _campaign(pk: int) -> Campaign:
    campaign = get_object_or_404(Campaign.objects.select_related("survey"), pk=pk)
    try:
        placements.kind_for(campaign)
    except placements.NotThisChannel as problem:
        raise Http404("This campaign asks by mail or through staff.") from problem
    return campaign


def _found(pk: int, place: int, *, kind: PlacementKind | None = None) -> Placement:
    rows = Placement.objects.select_related("campaign__survey").filter(campaign=pk)
    return get_object_or_404(rows.filter(kind=kind) if kind else rows, pk=place)


def _embedding(found: Placement) -> dict[str, Any]:
    url = links.absolute("public:widget", key=found.key)
    return {
        "url": url,
        "snippet": f'<script async src="{url}"></script>',
        "named_snippet": f'<script async src="{url}" data-identity="TOKEN"></script>',
        "home": links.absolute_url("/").rstrip("/"),
    }


def _link(found: Placement) -> str:
    return links.absolute("public:link", slug=found.slug)


def _refuse(form: Any) -> None:
    if isinstance(form, LinkForm):
        form.refuse_slug()
