"""Launches: what many were told at once, and how far the telling is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.domain import audiences, launching
from customers.domain.audiences import counting
from customers.domain.events import label_of
from customers.forms.launches import LaunchForm
from customers.models import Launch
from team.access import acting, manager_required
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 25
NEW = "customers/launches/new.html"
ONE = "customers/launches/detail.html"


@manager_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every launch, the latest first."""
    rows = Launch.objects.select_related("audience", "created_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page_or_rows(request, "customers/launches/list.html", {"page": page, "now": timezone.now()})


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Announce a launch, seeing beside the form how many it reaches."""
    if request.method != "POST":
        return _form(request, LaunchForm(initial={"audience": request.GET.get("audience")}))
    form = LaunchForm(request.POST)
    is_preview = "preview" in request.POST or request.headers.get("HX-Target") == "reach"
    if form.is_valid() and not is_preview:
        try:
            launch, _ = launching.announce(**form.cleaned_data, actor=acting(request), now=timezone.now())
        except launching.InvalidLaunch as refusal:
            form.refuse(refusal.errors)
        else:
            return redirect("customers:launch", pk=launch.pk)
    return _form(request, form, is_preview=is_preview)


@manager_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One launch and how far it is."""
    launch = get_object_or_404(Launch.objects.select_related("audience", "created_by"), pk=pk)
    now = timezone.now()
    context = {
        "launch": launch,
        "label": label_of(launch.event_name),
        "waits": launch.occurred_at > now,
        "untouched": not (launch.next_id or launch.lease_until or launch.finished_at),
    }
    part = request.headers.get("HX-Target") == "status"
    response = render(request, f"{ONE}#status" if part else ONE, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@manager_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a launch that nobody was told of."""
    launch = get_object_or_404(Launch, pk=pk)
    try:
        launching.withdraw(launch=launch, actor=acting(request), now=timezone.now())
    except launching.HasBegun:
        messages.error(request, "It has begun: some customers have the event already.")
        return redirect("customers:launch", pk=pk)
    messages.success(request, f"“{launch.title}” is taken back. Nobody was told.")
    return redirect("customers:launches")


def _form(request: HttpRequest, form: LaunchForm, *, is_preview: bool = False) -> HttpResponse:
    context = {"form": form, "is_preview": is_preview, **_reach(form)}
    part = request.headers.get("HX-Target") == "reach"
    wrong = form.is_bound and not is_preview
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    response = render(request, f"{NEW}#reach" if part else NEW, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _reach(form: LaunchForm) -> dict[str, Any]:
    """How many the chosen audience has now, and how many of them may be asked."""
    found = form.chosen_audience()
    rules = audiences.parse(found.rules) if found else audiences.EVERYBODY
    event = str(form["event_name"].value() or "")
    return {
        "chosen": found,
        "event": event,
        "label": label_of(event),
        "told": audiences.describe(rules),
        "reckoning": counting.reckon(rules, program=Program.objects.current(), now=timezone.now()),
    }
