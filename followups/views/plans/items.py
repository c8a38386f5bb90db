"""One item of a success plan: planned, changed, done, dropped, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import row_ids
from customers.access import customers_for
from customers.views import choosing
from followups.access import followups_for, plan_items_for
from followups.domain import planning_success, sla, working
from followups.enums import PlanState
from followups.forms import plans as forms
from followups.views.returning import way_back
from team.access import acting, rep_required
from team.enums import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from customers.models import Customer
    from followups.models import FollowUp, PlanItem
    from team.models import User

both = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = ("customer__account", "owner", "followup", "created_by", "closed_by", "step_run__run__playbook")


def item_form(user: User, data: Any, *, today: date) -> forms.PlanItemForm:
    """The form of a new item; whoever plans it does it, unless they say otherwise."""
    return forms.PlanItemForm(data, initial={"owner": user}, today=today, auto_id="plan_%s")


@rep_required
@both
def new(request: HttpRequest) -> HttpResponse:
    """`?customer=7` plans with them, `&followup=12` out of that; without a customer one is chosen first."""
    customer = _customer(request)
    if customer is None:
        return choosing.choose(request, "followups/plans/choose.html")
    user, now = acting(request), timezone.now()
    form = item_form(user, request.POST or None, today=sla.today(now=now))
    followup = _followup(request, customer)
    if form.is_valid():
        try:
            planning_success.add(
                customer=customer, followup=followup, actor=user, now=now, **form.cleaned_data
            )
        except working.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Planned with {customer}.")
            return redirect(way_back(request, reverse("plans:customer", args=[customer.pk])))
    context = {"customer": customer, "followup": followup, "form": form, "back": way_back(request)}
    return render(request, "followups/plans/new.html", context, status=422 if form.is_bound else 200)


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """What was planned, and what came of it."""
    return _page(request, _load(request, pk))


@rep_required
@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is to do."""
    row, today = _load(request, pk), sla.today(now=timezone.now())
    form = forms.PlanItemForm(
        request.POST or None, initial=forms.facts_of(row), item=row, today=today, auto_id="plan_%s"
    )
    if form.is_valid():
        return _acted(request, row, planning_success.change, "Saved.", facts=form.cleaned_data)
    return _page(request, row, form)


@rep_required
@both
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done; a list says so without a word, the page asks what came of it."""
    row, data = _load(request, pk), request.POST if request.method == "POST" else None
    form = forms.DoneForm(data, auto_id="done_%s")
    if form.is_valid():
        outcome = form.cleaned_data["outcome"]
        return _acted(request, row, planning_success.finish, f"Done: {row.title}", outcome=outcome)
    return _end(request, row, form, heading=f"“{row.title}” is done", button="Done")


@rep_required
@both
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not done, and why."""
    row, form = _load(request, pk), forms.DropForm(request.POST or None, auto_id="drop_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _acted(request, row, planning_success.drop, f"Dropped: {row.title}", reason=reason)
    return _end(request, row, form, heading=f"Drop “{row.title}”", button="Drop it")


@rep_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It is to do again."""
    row = _load(request, pk)
    return _acted(request, row, planning_success.reopen, f"Back on the plan: {row.title}")


def _end(request: HttpRequest, row: PlanItem, form: Form, *, heading: str, button: str) -> HttpResponse:
    context = {"item": row, "form": form, "heading": heading, "button": button, "back": way_back(request)}
    return render(request, "followups/plans/end.html", context, status=422 if form.is_bound else 200)


def _load(request: HttpRequest, pk: int) -> PlanItem:
    return get_object_or_404(plan_items_for(acting(request)).select_related(*SHOWN), pk=pk)


def _acted(
    request: HttpRequest, row: PlanItem, verb: Callable[..., object], said: str, **facts: Any
) -> HttpResponse:
    try:
        verb(item=row, actor=acting(request), now=timezone.now(), **facts)
    except working.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(way_back(request, reverse("plans:item", args=[row.pk])))


def _page(request: HttpRequest, row: PlanItem, form: forms.PlanItemForm | None = None) -> HttpResponse:
    user, today = acting(request), sla.today(now=timezone.now())
    may_work = user.may(Role.REP)
    if form is None and may_work and row.is_open:
        form = forms.PlanItemForm(initial=forms.facts_of(row), item=row, today=today, auto_id="plan_%s")
    context = {
        "item": row,
        "form": form if row.is_open else None,
        "done": forms.DoneForm(auto_id="done_%s"),
        "may_work": may_work,
        "ended": "Why it was dropped" if row.state == PlanState.DROPPED else "What came of it",
        "followup": followups_for(user).filter(plan_items=row).first(),
        "today": today,
    }
    is_refused = form is not None and form.is_bound
    return render(request, "followups/plans/item.html", context, status=422 if is_refused else 200)


def _customer(request: HttpRequest) -> Customer | None:
    """Whose plan it is for; None while nobody is chosen. Raises Http404."""
    whose = row_ids.read(request.POST.get("customer") or request.GET.get("customer") or "")
    if whose is None:
        return None
    return get_object_or_404(customers_for(acting(request)).select_related("account"), pk=whose)


def _followup(request: HttpRequest, customer: Customer) -> FollowUp | None:
    which = row_ids.read(request.POST.get("followup") or request.GET.get("followup") or "")
    if which is None:
        return None
    return followups_for(acting(request)).filter(customer=customer, pk=which).first()
