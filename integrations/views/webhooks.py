"""Webhooks: the list, a new one, one with its calls, and what may be changed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from integrations.domain.webhooks import endpoints, queries
from integrations.forms.webhooks import CallsForm, WebhookForm
from integrations.models import WebhookEndpoint
from team.access import acting, admin_required
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@admin_required
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every program that is told."""
    page = Paginator(queries.endpoints(), PER_PAGE).get_page(request.GET.get("page"))
    return page_or_rows(request, "integrations/webhooks/list.html", {"page": page})


@admin_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add one; the answer shows its secret, which no other page can."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            endpoint = endpoints.add(
                name=form.cleaned_data["name"],
                url=form.cleaned_data["url"],
                heard=form.cleaned_data["events"],
                actor=acting(request),
                now=timezone.now(),
            )
        except endpoints.Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return secret_shown(request, endpoint, endpoint.secret)
    status = 422 if form.is_bound else 200
    return render(request, "integrations/webhooks/form.html", {"form": form}, status=status)


@admin_required
@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """How it is doing, and its calls."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    form = CallsForm(request.GET)
    calls = queries.calls(endpoint).filter(**form.chosen())
    context = {
        "endpoint": endpoint,
        "form": form,
        "is_narrowed": bool(form.chosen()),
        "page": Paginator(calls, PER_PAGE).get_page(request.GET.get("page")),
        "health": queries.health(endpoint, now=timezone.now()),
    }
    return page_or_rows(request, "integrations/webhooks/detail.html", context)


@admin_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, its address, what it hears."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    stored = {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events}
    form = WebhookForm(request.POST or None, initial=stored)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            endpoints.change(
                endpoint=endpoint,
                name=sent["name"],
                url=sent["url"],
                heard=sent["events"],
                actor=acting(request),
                now=timezone.now(),
            )
        except endpoints.Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, "Saved.")
            return redirect("hooks:detail", pk)
    context = {"form": form, "endpoint": get_object_or_404(WebhookEndpoint, pk=pk)}
    return render(request, "integrations/webhooks/form.html", context, status=422 if form.is_bound else 200)


def secret_shown(request: HttpRequest, endpoint: WebhookEndpoint, secret: str) -> HttpResponse:
    """The only page that ever shows this secret."""
    context = {"endpoint": endpoint, "secret": secret, "is_new": endpoint.old_secret == ""}
    return render(request, "integrations/webhooks/secret.html", context)
