"""Shorter quiet periods: what is granted to a campaign or a person, granting, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from customers.models import Customer
from surveys.domain import exceptions, freeing
from surveys.forms.exceptions import ExceptionForm
from surveys.models import Campaign, QuietException
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]


@manager_required
@require_http_methods(METHODS)
def of_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign's exceptions, and a form for one more that says how many it would free."""
    campaign = get_object_or_404(Campaign.objects.select_related("survey", "audience"), pk=pk)
    now, program = timezone.now(), Program.objects.current()
    form = _form(request, program, now)
    if _is_granting(request) and _granted(request, form, {"campaign": campaign}, now):
        return redirect("campaigns:exceptions", pk=pk)
    freed = None
    if (months := _months(form, program)) is not None:
        freed = freeing.of_campaign(campaign=campaign, months=months, program=program, now=now)
    rows = campaign.quiet_exceptions.all()
    context = {"campaign": campaign, "effect": freed.sentence if freed else "", "may_edit": True}
    return _page(request, "surveys/exceptions/campaign.html", form, rows, now, context)


@manager_required
@require_http_methods(METHODS)
def of_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's exceptions: they belong to the address, whatever campaign asks."""
    customer = get_object_or_404(Customer.objects.current().select_related("contact", "account"), pk=pk)
    if customer.contact is None:
        raise Http404("Without an address there is no quiet period.")
    now, program = timezone.now(), Program.objects.current()
    form = _form(request, program, now)
    if _is_granting(request) and _granted(request, form, {"contact": customer.contact}, now):
        return redirect("campaigns:exceptions_customer", pk=pk)
    months = _months(form, program)
    context = {
        "customer": customer,
        "months": months,
        "is_held": customer.contact.is_held(now=now),
        "is_freed": months is not None
        and freeing.is_freed(contact=customer.contact, months=months, program=program, now=now),
    }
    rows = customer.contact.quiet_exceptions.all()
    return _page(request, "surveys/exceptions/customer.html", form, rows, now, context)


@manager_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End an exception at once."""
    exception = get_object_or_404(QuietException.objects.select_related("campaign", "contact"), pk=pk)
    try:
        exceptions.withdraw(exception=exception, actor=acting(request), now=timezone.now())
    except exceptions.AlreadyOver:
        messages.info(request, "It was over already.")
    else:
        messages.success(request, "Withdrawn. The program’s own quiet period holds again.")
    return redirect(_home_of(exception))


def _home_of(exception: QuietException) -> str:
    if exception.campaign_id is not None:
        return reverse("campaigns:exceptions", args=[exception.campaign_id])
    customer = Customer.objects.current().filter(contact=exception.contact_id).first()
    if customer is None:
        return reverse("campaigns:list")
    return reverse("campaigns:exceptions_customer", args=[customer.pk])


def _form(request: HttpRequest, program: Program, now: datetime) -> ExceptionForm:
    if request.method == "POST":
        return ExceptionForm(request.POST, program=program, now=now)
    # A preview asks by GET with what is typed so far; nothing of it is complained about yet.
    return ExceptionForm(program=program, now=now, typed={"months": request.GET.get("months", "")})


def _is_granting(request: HttpRequest) -> bool:
    return request.method == "POST"


def _granted(request: HttpRequest, form: ExceptionForm, whose: dict[str, Any], now: datetime) -> bool:
    if not form.is_valid():
        return False
    try:
        exceptions.grant(**whose, **form.facts(), actor=acting(request), now=now)
    except exceptions.NotGrantable as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, "Granted. It counts from now on, and the audit trail has your reason.")
    return True


def _months(form: ExceptionForm, program: Program) -> int | None:
    """The months in the form, typed or proposed; None while they are no exception."""
    value = form["months"].value()
    months = int(value) if str(value).isdecimal() else -1
    return months if 0 <= months < program.quiet_months else None


def _page(
    request: HttpRequest,
    template: str,
    form: ExceptionForm,
    rows: QuerySet[QuietException],
    now: datetime,
    context: dict[str, Any],
) -> HttpResponse:
    part = wanted_part(request, ["effect"])
    shown = {
        **context,
        "form": form,
        "rows": rows.select_related("granted_by", "campaign"),
        "program": form.program,
        "now": now,
    }
    return page_or_part(request, template, part, shown)
