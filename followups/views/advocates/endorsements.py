"""Who may be quoted where: the list, its file, an ask, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from customers.views import choosing
from followups.access import endorsements_for
from followups.domain import advocates, endorsing, favors
from followups.forms.advocacy.endorsements import AskForm
from followups.forms.advocacy.filters import USABLE, EndorsementFilter
from followups.views.advocates.listing import attached
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required, rep_required, role_required
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

    from customers.models import Customer
    from followups.querysets import EndorsementQuerySet
    from team.models import User

PER_PAGE = 25


@role_required(Role.VIEWER)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every ask and what was said to it, the newest first."""
    form = EndorsementFilter(request.GET)
    rows = _narrowed(acting(request), form.wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "narrowed": bool(form.wanted)}
    part = wanted_part(request, ["rows"])
    return page_or_part(request, "followups/advocates/endorsements.html", part, context)


@manager_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Of the list as it is narrowed, what may be used."""
    user, now = acting(request), timezone.now()
    rows = _narrowed(user, EndorsementFilter(request.GET).wanted)
    lines = advocates.export_usable(rows=rows, actor=user, now=now)
    return attached(lines, name="endorsements", now=now)


@rep_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put an ask on record; `?customer=7` says of whom."""
    customer = choosing.chosen(request)
    if customer is None:
        title, question = "Ask for an endorsement", "Who is asked to stand by you with their name?"
        return choosing.choose(request, "followups/advocates/choose.html", title=title, question=question)
    user, now = acting(request), timezone.now()
    form = AskForm(request.POST or None, taken=_taken(customer, now))
    if form.is_valid():
        try:
            row = endorsing.ask(customer=customer, actor=user, now=now, **form.facts)
        except endorsing.AskedLately as refusal:
            form.add_error("kind", str(refusal))
        except endorsing.NotWilling as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "On record. Write down here what they say.")
            return redirect("advocates:endorsement", pk=row.pk)
    line = advocates.of_customer(customer, now=now)
    context = {"customer": customer, "line": line, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "followups/advocates/ask.html", context, status=status)


def _narrowed(user: User, wanted: dict[str, str]) -> EndorsementQuerySet:
    rows = endorsements_for(user).select_related("customer__account", "recorded_by", "step_run")
    if words := wanted.get("q"):
        rows = rows.search(words)
    if kind := wanted.get("kind"):
        rows = rows.filter(kind=kind)
    if state := wanted.get("state"):
        rows = rows.usable() if state == USABLE else rows.filter(state=state)
    return rows


def _taken(customer: Customer, now: datetime) -> dict[str, str]:
    """Kinds that are not free, each with why, in a few words."""
    said, rows = favors.terms(now=now), list(customer.endorsements.all())
    found = {}
    for kind in favors.ORDER:
        if row := favors.stands_against(rows, kind=kind, said=said):
            again = favors.free_from(row, said=said)
            free = "" if row.state == "agreed" else f", again from {again:%B} {again.day}, {again.year}"
            found[str(kind)] = f"{row.get_state_display().lower()}{free}"
    return found
