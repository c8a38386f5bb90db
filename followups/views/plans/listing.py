"""Success plans as lists: mine, everybody's, each customer's; and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers.access import customers_for
from followups.access import plan_items_for
from followups.domain import planning_success, sla
from followups.domain.planning_success import exporting
from followups.forms import plans as forms
from followups.views.plans.items import item_form
from team.access import acting, manager_required
from team.enums import Role
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest

PER_PAGE = 25


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What is to do, the late ones on top; or everybody who has a plan."""
    user, today = acting(request), sla.today(now=timezone.now())
    form = _filter(request)
    if form.view_name == forms.CUSTOMERS:
        rows: Any = planning_success.by_customer(words=form.words, today=today)
    else:
        rows = form.narrow(plan_items_for(user), user=user, today=today).shown().in_order()
    context = {
        "filter": form,
        "view": form.view_name,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tally": planning_success.tally(user=user, today=today),
        "may_work": user.may(Role.REP),
        "may_export": user.may(Role.MANAGER),
        "today": today,
        "here": request.get_full_path(),
    }
    return page_or_rows(request, "followups/plans/list.html", context)


@require_safe
def of_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer's plan: what is to do, what was done, and a form for more."""
    user, today = acting(request), sla.today(now=timezone.now())
    customer = get_object_or_404(customers_for(user).select_related("account"), pk=pk)
    page = Paginator(planning_success.of_customer(customer), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "customer": customer,
        "page": page,
        "form": item_form(user, None, today=today) if user.may(Role.REP) else None,
        "may_work": user.may(Role.REP),
        "today": today,
        "here": request.get_full_path(),
    }
    return render(request, "followups/plans/customer.html", context)


@manager_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The items that the list shows, as CSV."""
    user, now = acting(request), timezone.now()
    form, today = _filter(request), sla.today(now=timezone.now())
    rows = form.narrow(plan_items_for(user), user=user, today=today)
    lines = exporting.begin(rows=rows, actor=user, asked=request.GET.dict(), now=now)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="success-plans-{now:%Y-%m-%d}.csv"'
    return response


def _filter(request: HttpRequest) -> forms.PlanFilter:
    """Viewers have no items of their own: theirs opens with everybody's."""
    first = forms.MINE if acting(request).may(Role.REP) else forms.ALL
    return forms.PlanFilter(request.GET, first=first)
