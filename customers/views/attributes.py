"""Custom attributes: what the company knows of its customers beyond what everybody knows."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from customers.domain import attributes
from customers.forms.attributes import AttributeForm, NewAttributeForm
from customers.models import AttributeDefinition
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """All attributes; a new one is defined beside them."""
    if request.method != "POST":
        offered = {name: request.GET[name] for name in ("key", "kind") if name in request.GET}
        return _page(request, NewAttributeForm(initial={**offered, "label": _label(offered.get("key", ""))}))
    form = NewAttributeForm(request.POST)
    if form.is_valid():
        try:
            made = attributes.define(**form.cleaned_data, actor=acting(request), now=timezone.now())
        except attributes.KeyTaken:
            form.add_error("key", "This attribute is defined already.")
        else:
            messages.success(request, f"“{made.label}” can be used in audiences and as a column.")
            return redirect("customers:attributes")
    return _page(request, form, status=HTTPStatus.BAD_REQUEST)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One attribute's name and kind."""
    definition = get_object_or_404(AttributeDefinition, pk=pk)
    form = AttributeForm(request.POST or None, initial={"label": definition.label, "kind": definition.kind})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            attributes.change(definition=definition, **facts, actor=acting(request), now=timezone.now())
        except attributes.SpokenOf as refusal:
            form.add_error("kind", f"These audiences have rules on it: {', '.join(refusal.names)}.")
        else:
            messages.success(request, f"“{definition.label}” is saved.")
            return redirect("customers:attributes")
    context = {"definition": definition, "form": form, "users": attributes.speaking_of(definition.key)}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "customers/attributes/edit.html", context, status=status)


@manager_required
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a definition away; the values stay with the customers."""
    definition = get_object_or_404(AttributeDefinition, pk=pk)
    try:
        attributes.forget(definition=definition, actor=acting(request), now=timezone.now())
    except attributes.SpokenOf as refusal:
        messages.error(request, f"These audiences have rules on it: {', '.join(refusal.names)}.")
        return redirect("customers:attribute", pk=pk)
    messages.success(request, f"“{definition.label}” is no longer defined. Customers keep their values.")
    return redirect("customers:attributes")


def _page(request: HttpRequest, form: NewAttributeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    users = attributes.users_by_key()
    context = {
        "form": form,
        "rows": [(it, users.get(it.key, [])) for it in AttributeDefinition.objects.all()],
        "seen": attributes.seen(),
    }
    return render(request, "customers/attributes/list.html", context, status=status)


def _label(key: str) -> str:
    return key.replace("_", " ").strip().capitalize()
