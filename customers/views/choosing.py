"""For a page about one customer: the one of `?customer=7`, or one that is looked for first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from core import row_ids
from customers import access
from customers.domain import searching
from team.access import acting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from customers.models import Customer

MOST_FOUND = 20


def chosen(request: HttpRequest) -> Customer | None:
    """The customer that the address names; None where it names none. Raises Http404 for nobody."""
    whose = row_ids.read(request.GET.get("customer", ""))
    if whose is None:
        return None
    people = access.customers_for(acting(request)).select_related("contact", "account")
    return get_object_or_404(people, pk=whose)


def choose(request: HttpRequest, template: str, **context: str) -> HttpResponse:
    """The page on which one looks for them: `template` includes `customers/choosing.html`."""
    words = request.GET.get("q", "").strip()[:200]
    people = access.customers_for(acting(request)).select_related("account")
    found = list(searching.found(people, words).by_label()[: MOST_FOUND + 1]) if words else []
    shown = {"q": words, "people": found[:MOST_FOUND], "more": len(found) > MOST_FOUND}
    return render(request, template, {**context, **shown})
