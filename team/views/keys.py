"""API keys: the list, a new one, the end of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.links import absolute_url
from team.access import acting, admin_required
from team.domain import keys as api_keys
from team.domain import queries
from team.forms.keys import KeyForm
from team.models import ApiKey
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@admin_required
@require_http_methods(["GET", "HEAD"])
def keys(request: HttpRequest) -> HttpResponse:
    """Every key there is or was."""
    page = Paginator(queries.keys(), PER_PAGE).get_page(request.GET.get("page"))
    return page_or_rows(request, "team/keys.html", {"page": page, "now": timezone.now()})


@admin_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key_new(request: HttpRequest) -> HttpResponse:
    """Make a key; the answer shows its secret, which no other page can."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        key, secret = api_keys.make(
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            created_by=acting(request),
            expires_at=form.expires_at(now=now),
            now=now,
        )
        return render(
            request,
            "team/key_made.html",
            {"key": key, "secret": secret, "example": absolute_url("/api/v1/customers/")},
        )
    return render(request, "team/key_new.html", {"form": form})


@admin_required
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a key."""
    key = get_object_or_404(ApiKey, pk=pk)
    if api_keys.revoke(key=key, actor=acting(request), now=timezone.now()):
        messages.success(request, f"The key “{key}” opens nothing any more.")
    return redirect("team:keys")
