"""What staff note about a customer's consent, and what they hand out of what is stored."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.calendars import quiet_until
from customers.domain import opting, pausing, person_data
from customers.forms.consent import OptInForm, PauseForm
from customers.views.acts import found, page
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest

SOURCE = "staff"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+\+00:00$", re.ASCII)
# What a page shows of each kind of rows; the file has all.
SHOWN = 50


@manager_required
@require_POST
def opt_in(request: HttpRequest, pk: int) -> HttpResponse:
    """They agreed to be asked."""
    customer, form = found(request, pk), OptInForm(request.POST)
    if not form.is_valid():
        return page(request, customer, opt_in_form=form)
    try:
        opting.record(customer=customer, actor=acting(request), now=timezone.now(), **form.cleaned_data)
    except opting.NotYet:
        form.add_error("at", "This lies in the future.")
        return page(request, customer, opt_in_form=form)
    messages.success(request, "The opt-in is recorded.")
    return redirect("customers:manage", pk=pk)


@manager_required
@require_POST
def opt_in_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The opt-in does not hold."""
    if opting.withdraw(customer=found(request, pk), actor=acting(request), now=timezone.now()):
        messages.success(request, "The opt-in was withdrawn.")
    return redirect("customers:manage", pk=pk)


@manager_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """They want peace for a while."""
    contact, form, now = found(request, pk).contact, PauseForm(request.POST), timezone.now()
    if contact and form.is_valid():
        zone = ZoneInfo(Program.objects.current().time_zone)
        until = quiet_until(now, form.cleaned_data["months"], zone)
        pausing.pause(contact=contact, until=until, actor=acting(request), source=SOURCE, now=now)
        messages.success(request, "Nothing is sent meanwhile, whatever a campaign may do.")
    return redirect("customers:manage", pk=pk)


@manager_required
@require_POST
def pause_end(request: HttpRequest, pk: int) -> HttpResponse:
    """They may be asked again."""
    contact = found(request, pk).contact
    if contact and pausing.end(contact=contact, actor=acting(request), source=SOURCE, now=timezone.now()):
        messages.success(request, "The pause has ended.")
    return redirect("customers:manage", pk=pk)


@manager_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is stored about one person: to read, and by POST to take along as a file."""
    customer, now = found(request, pk), timezone.now()
    if request.method == "POST":
        document = person_data.export(customer=customer, actor=acting(request), now=now)
        name = f"customer-{customer.pk}.json"
        return HttpResponse(
            json.dumps(document, indent=2, ensure_ascii=False),
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    parts = [
        {
            "heading": heading,
            "number": "1 entry" if len(rows) == 1 else f"{len(rows):,} entries",
            "rows": _worded(rows),
            "more": max(0, len(rows) - SHOWN),
        }
        for heading, rows in person_data.collect(customer=customer, now=now).items()
    ]
    return render(request, "customers/person_data.html", {"customer": customer, "parts": parts})


def _worded(rows: list[dict[str, Any]]) -> list[list[tuple[str, Any]]]:
    """The first rows with the names of their columns as words."""
    return [
        [(capfirst(name.replace("_", " ")), _readable(value)) for name, value in row.items()]
        for row in rows[:SHOWN]
    ]


def _readable(value: Any) -> Any:
    """A value as a person reads it: an instant to the minute, facts one below the other."""
    if isinstance(value, str) and INSTANT.match(value):
        return f"{value[:10]} {value[11:16]} UTC"
    if isinstance(value, dict):
        return "\n".join(f"{name}: {inner}" for name, inner in value.items())
    return value
