"""Adding and editing customers and companies by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from customers import access
from customers.domain import by_hand
from customers.domain.facts import InvalidFacts
from customers.forms.editing import AccountForm, CustomerForm
from customers.models import Account, Customer
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

OFFERED = 20
COMPANIES = "company-names"


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    form = CustomerForm(request.POST) if request.method == "POST" else CustomerForm()
    if form.is_bound and form.is_valid():
        try:
            customer = by_hand.add(facts=form.facts(), actor=acting(request), now=timezone.now())
        except InvalidFacts as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, f"{customer} is added.")
            return redirect("insights:customer", pk=customer.pk)
    return _page(request, form, None)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody known."""
    rows = access.customers_for(acting(request)).select_related("account", "contact")
    customer = get_object_or_404(rows, pk=pk)
    form = CustomerForm(request.POST or None, customer=customer)
    if form.is_bound and form.is_valid():
        try:
            changed = by_hand.edit(
                customer=customer, facts=form.facts(), actor=acting(request), now=timezone.now()
            )
        except InvalidFacts as refusal:
            form.refuse(refusal.errors)
            return _page(request, form, customer, others=[it for it in refusal.customers if it != pk])
        except Customer.DoesNotExist as gone:
            raise Http404 from gone
        messages.success(request, "The changes are stored." if changed else "Nothing was changed.")
        return redirect("insights:customer", pk=pk)
    return _page(request, form, customer)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """A company: its owner, its worth, its dates."""
    company = get_object_or_404(Account.objects.select_related("manager"), pk=pk)
    form = AccountForm(request.POST or None, account=company)
    if form.is_bound and form.is_valid():
        try:
            changed = by_hand.edit_account(
                account=company, facts=form.told(), actor=acting(request), now=timezone.now()
            )
        except InvalidFacts as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, "The changes are stored." if changed else "Nothing was changed.")
            return redirect("customers:account", pk=pk)
    people = access.customers_for(acting(request)).filter(account=company)
    context = {
        "account": company,
        "form": form,
        "people": people.by_label()[:OFFERED],
        "number": people.count(),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "customers/edit_account.html", context, status=status)


def _page(
    request: HttpRequest, form: CustomerForm, customer: Customer | None, others: list[int] | None = None
) -> HttpResponse:
    words = request.GET.get("account_name", "").strip().replace("\0", "")
    part = f"#{COMPANIES}" if request.headers.get("HX-Target") == COMPANIES else ""
    named = Account.objects.filter(name__istartswith=words) if words else Account.objects.none()
    context = {
        "form": form,
        "customer": customer,
        "others": others or [],
        "companies": named.order_by("name").values_list("name", flat=True)[:OFFERED],
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    response = render(request, f"customers/edit.html{part}", context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response
