"""Answers for staff: the list, one answer, and taking it out of the numbers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from customers.domain import attributes
from responses import access
from responses.domain import answers, exclusion, manual, queries, themes
from responses.forms.listing import ExclusionForm, ResponseFilter
from responses.forms.themes import TagForm
from responses.models import Theme
from team.access import acting, manager_required, rep_required
from team.enums import Role
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from responses.models import Response
    from team.models import User

PER_PAGE = 50


@require_safe
def responses(request: HttpRequest) -> HttpResponse:
    """Every answer, newest first, narrowed by what the address says."""
    form = ResponseFilter(request.GET)
    form.is_valid()
    rows = queries.narrowed(
        access.responses_for(acting(request)),
        chosen=form.cleaned_data,
        zone=ZoneInfo(Program.objects.current().time_zone),
        now=timezone.now(),
    )
    joined = rows.select_related("customer__account", "campaign", "placement", "entered_by")
    shown = joined.prefetch_related(themes.PREFETCH)
    context = {
        "filter": form,
        "chosen": form.cleaned_data,
        "narrowed": any(form.cleaned_data.values()),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "sum": queries.sum_of(rows),
        "may_enter": acting(request).may(Role.REP),
        "may_export": acting(request).may(Role.MANAGER),
    }
    return page_or_rows(request, "responses/list.html", context)


@require_safe
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with all its versions and everything that led to it."""
    user = acting(request)
    return _detail(request, _found(user, pk), ExclusionForm())


@rep_required
@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a theme on (`theme`), or take one off (`remove`)."""
    found, form = _found(acting(request), pk), TagForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a theme.")
        return redirect("responses:detail", pk=pk)
    taken_off = form.cleaned_data["remove"]
    verb = themes.untag if taken_off else themes.tag
    theme = get_object_or_404(Theme, code=taken_off or form.cleaned_data["theme"])
    verb(response=found, theme=theme, actor=acting(request), now=timezone.now())
    return redirect("responses:detail", pk=pk)


@manager_required
@require_POST
def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the answer out of every number."""
    user, form = acting(request), ExclusionForm(request.POST)
    found = _found(user, pk)
    if not form.is_valid():
        return _detail(request, found, form, status=HTTPStatus.BAD_REQUEST)
    exclusion.exclude(response=found, reason=form.cleaned_data["reason"], actor=user, now=timezone.now())
    messages.success(request, "The answer no longer counts. The score itself is unchanged.")
    return redirect("responses:detail", pk=pk)


@manager_required
@require_POST
def include(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the answer count again."""
    user = acting(request)
    exclusion.include(response=_found(user, pk), actor=user, now=timezone.now())
    messages.success(request, "The answer counts again.")
    return redirect("responses:detail", pk=pk)


def _found(user: User, pk: int) -> Response:
    rows = access.responses_for(user)
    joined = rows.select_related("customer__account", "campaign", "invitation", "placement", "entered_by")
    return get_object_or_404(joined.prefetch_related(*answers.PREFETCH), pk=pk)


def _detail(
    request: HttpRequest, found: Response, form: ExclusionForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "response": found,
        "versions": list(found.revisions.order_by("-number")),
        "attributes": attributes.labelled(found.attributes),
        "answers": answers.said(found, program=Program.objects.current()),
        "course": queries.course_of(found),
        "links": themes.links_of(found),
        "free_themes": themes.free_for(found),
        "may_tag": acting(request).may(Role.REP),
        "form": form,
        "may_exclude": acting(request).may(Role.MANAGER),
        "may_revise": manual.may_revise(found, acting(request)),
    }
    return render(request, "responses/detail.html", context, status=status)
