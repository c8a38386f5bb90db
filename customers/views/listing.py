"""The list of customers: narrowed, in any of its orders, with the columns that the reader chose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from customers import access
from customers.domain import columns, paging, queries
from customers.forms.listing import CustomerFilter
from team.access import acting
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from customers.querysets import CustomerQuerySet

COLUMNS = "customer_columns"
NAME = columns.Column("name", "Customer", "text", str, sort="name")
# What leads to a page of the list, and not to the list.
PAGING = ("after", "before", "count")


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Everybody we may ask, narrowed by what the address says, a page at a time."""
    form, now = CustomerFilter(request.GET), timezone.now()
    form.is_valid()
    rows = chosen_rows(request, form)
    if form.narrows:
        rows = queries.settled(rows)
    sort = form.cleaned_data.get("sort") or paging.BY_NAME
    page = paging.page_of(
        queries.shown(rows), sort=sort, after=id_in(request, "after"), before=id_in(request, "before")
    )
    total, is_all = queries.count_of(rows, exactly=request.GET.get("count") == "all")
    offered = columns.offered()
    shown = chosen_columns(request, offered)
    context = {
        "filter": form,
        "heads": [_head(request, column, sort) for column in (NAME, *shown)],
        "offered": [(column, column in shown) for column in offered],
        "rows": [(row, [(column, column.value(row)) for column in shown]) for row in page.rows],
        "total": total if is_all else None,
        "counted": total,
        "count_url": "" if is_all else with_query(request, count="all"),
        "next_url": with_query(request, after=page.after) if page.after else "",
        "previous_url": with_query(request, before=page.before) if page.before else "",
        "query": request.GET.urlencode(),
        "now": now,
    }
    return page_or_rows(request, "customers/list.html", context)


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Remember which columns the reader wants to see, for as long as they stay signed in."""
    known = {column.key for column in columns.offered()}
    wanted = [key for key in request.POST.getlist("column") if key in known]
    request.session[COLUMNS] = [] if "usual" in request.POST else wanted[: columns.MOST]
    query = request.POST.get("query", "")
    return redirect(f"{reverse('customers:list')}{f'?{query}' if query else ''}")


def chosen_rows(request: HttpRequest, form: CustomerFilter) -> CustomerQuerySet:
    """The customers whom the reader may see and the filter leaves."""
    everybody = access.customers_for(acting(request))
    return queries.narrowed(
        everybody, chosen=form.cleaned_data, program=Program.objects.current(), now=timezone.now()
    )


def chosen_columns(request: HttpRequest, offered: list[columns.Column]) -> list[columns.Column]:
    """Those that the reader chose, else the usual ones."""
    return columns.chosen(request.session.get(COLUMNS, []), offered)


def with_query(request: HttpRequest, **changes: object) -> str:
    """The address of the same list with these parameters, from its first page on."""
    query = request.GET.copy()
    for name in PAGING:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _head(request: HttpRequest, column: columns.Column, sort: str) -> dict[str, Any]:
    """A column's head: a second press turns the order round. Names begin at A, all else at the top."""
    if not column.sort:
        return {"column": column}
    key = column.sort
    first = key if key in {"name", "renewal"} else f"-{key}"
    is_sorted, turned = (
        sort.removeprefix("-") == key,
        sort.removeprefix("-") if sort[:1] == "-" else f"-{sort}",
    )
    return {
        "column": column,
        "url": with_query(request, sort=turned if is_sorted else first),
        "direction": ("descending" if sort.startswith("-") else "ascending") if is_sorted else "none",
    }


def id_in(request: HttpRequest, name: str) -> int | None:
    """A row's id in the address, None where there is none."""
    sent = request.GET.get(name, "")
    return int(sent) if re.fullmatch(r"[0-9]{1,18}", sent, re.ASCII) else None
