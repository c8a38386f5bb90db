"""Two customers who are one person: found, compared, merged, or told apart for good."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers import access
from customers.domain import merging, searching
from customers.domain.quality import duplicates
from customers.forms.merging import OtherForm, choices_from
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from customers.models import Customer

MOST = 20


@manager_required
@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other one: those who look alike, or whoever has these words."""
    customer, form = _found(request, pk), OtherForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    others = access.customers_for(acting(request)).exclude(pk=pk).select_related("account")
    context = {
        "customer": customer,
        "filter": form,
        "words": words,
        "alike": [] if words else duplicates.alike(customer),
        "found": list(searching.found(others, words).by_label()[:MOST]) if words else [],
    }
    return render(request, "customers/merge_choose.html", context)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both side by side, what would move and what follows. POST merges the other one into the first."""
    kept, lost = _both(request, pk, other)
    if request.method != "POST":
        return _page(request, kept, lost)
    try:
        merging.merge(
            kept=kept,
            lost=lost,
            choices=choices_from(request.POST),
            actor=acting(request),
            now=timezone.now(),
        )
    except merging.Contradiction as problem:
        return _page(request, kept, lost, problem=str(problem))
    except merging.NotTwo as gone:
        raise Http404 from gone
    messages.success(request, "The two are one now. Everything that both had is here.")
    return redirect("insights:customer", pk=pk)


@manager_required
@require_POST
def keep_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Remember that these are two people."""
    one, two = _both(request, pk, other)
    duplicates.keep_apart(one=one, other=two, actor=acting(request), now=timezone.now())
    messages.success(request, f"{one} and {two} are two people. They are not offered for merging again.")
    return redirect("customers:duplicates")


def _page(request: HttpRequest, kept: Customer, lost: Customer, problem: str = "") -> HttpResponse:
    data = request.POST if problem else request.GET
    told = merging.preview(kept=kept, lost=lost, choices=choices_from(data), now=timezone.now())
    part = "#compared" if request.headers.get("HX-Target") == "compared" else ""
    context = {"told": told, "kept": kept, "lost": lost, "problem": problem}
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    response = render(request, f"customers/merge.html{part}", context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _found(request: HttpRequest, pk: int) -> Customer:
    rows = access.customers_for(acting(request)).select_related("account", "contact")
    return get_object_or_404(rows, pk=pk)


def _both(request: HttpRequest, pk: int, other: int) -> tuple[Customer, Customer]:
    if pk == other:
        raise Http404
    return _found(request, pk), _found(request, other)
