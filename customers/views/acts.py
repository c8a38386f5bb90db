"""What staff do about one customer, apart from their follow-ups."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from customers import access
from customers.domain import consent, erasure, events, permission
from customers.enums import BlockReason
from customers.forms.acts import EraseForm, EventForm
from customers.forms.consent import OptInForm, PauseForm
from team.access import acting, admin_required, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from customers.models import Customer


@manager_required
@require_safe
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an event, block the address or allow it again, erase."""
    return page(request, found(request, pk))


@manager_required
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an event, as another program would by the API."""
    customer, form = found(request, pk), EventForm(request.POST)
    if form.is_valid():
        try:
            event, _ = events.record(customer=customer, now=timezone.now(), **form.cleaned_data)
        except events.InvalidEvent as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, f"{events.label_of(event.name)} is recorded.")
            return redirect("customers:manage", pk=pk)
    return page(request, customer, event_form=form)


@manager_required
@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Write no more to the address."""
    customer = found(request, pk)
    if customer.contact_id and consent.block(
        contact_id=customer.contact_id,
        reason=BlockReason.STAFF,
        actor=acting(request),
        now=timezone.now(),
    ):
        messages.success(request, "The address is blocked. No survey is sent to it.")
    return redirect("customers:manage", pk=pk)


@manager_required
@require_POST
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    """Allow writing again."""
    contact = found(request, pk).contact
    try:
        if contact and consent.unblock(contact=contact, actor=acting(request), now=timezone.now()):
            messages.success(request, "The address may be written to again.")
    except consent.ComplaintStands:
        messages.error(request, "They marked a survey as spam: this block cannot be lifted.")
    return redirect("customers:manage", pk=pk)


@admin_required
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the person."""
    customer, form = found(request, pk), EraseForm(request.POST)
    if not form.is_valid():
        return page(request, customer, erase_form=form)
    erasure.erase(
        customer=customer, actor=acting(request), stop=form.cleaned_data["stop"], now=timezone.now()
    )
    messages.success(request, "The customer was erased.")
    return redirect("customers:list")


def found(request: HttpRequest, pk: int) -> Customer:
    """The customer of a page, with what it shows of them."""
    rows = access.customers_for(acting(request)).select_related("contact", "account")
    return get_object_or_404(rows, pk=pk)


def page(
    request: HttpRequest,
    customer: Customer,
    *,
    event_form: EventForm | None = None,
    erase_form: EraseForm | None = None,
    opt_in_form: OptInForm | None = None,
) -> HttpResponse:
    """The page with its forms, of which one may have something wrong."""
    contact = customer.contact
    context = {
        "customer": customer,
        "event_form": event_form or EventForm(),
        "erase_form": erase_form or EraseForm(),
        "opt_in_form": opt_in_form or OptInForm(),
        "pause_form": PauseForm(),
        "is_paused": bool(contact and contact.paused_until and contact.paused_until > timezone.now()),
        "lacks_opt_in": permission.lacks_opt_in(
            customer, countries=Program.objects.current().opt_in_countries
        ),
        "latest": customer.events.all()[:10],
    }
    wrong = bool(event_form or erase_form or opt_in_form)
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return render(request, "customers/manage.html", context, status=status)
