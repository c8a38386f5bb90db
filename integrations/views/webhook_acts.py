"""What is done to a webhook by one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from integrations.domain.webhooks import delivering, endpoints, repeating, switching
from integrations.models import WebhookEndpoint
from integrations.views.webhooks import secret_shown
from team.access import acting, admin_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin_required
@never_cache
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown once."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    secret = endpoints.rotate(endpoint=endpoint, actor=acting(request), now=timezone.now())
    endpoint.refresh_from_db()
    return secret_shown(request, endpoint, secret)


@admin_required
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On (`on=yes`) or off."""
    endpoint, now = get_object_or_404(WebhookEndpoint, pk=pk), timezone.now()
    if request.POST.get("on") == "yes":
        if switching.switch_on(endpoint=endpoint, actor=acting(request), now=now):
            messages.success(request, f"“{endpoint}” is told of what happens from now on.")
    elif switching.switch_off(endpoint=endpoint, actor=acting(request), now=now):
        messages.success(request, f"“{endpoint}” is not called any more.")
    return redirect("hooks:detail", pk)


@admin_required
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it now with a message that says nothing, and tell what it answered."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    delivery = endpoints.plan_test(endpoint=endpoint, now=timezone.now())
    answer = delivering.deliver_one(delivery=delivery, clock=timezone.now)
    if answer is None:
        messages.info(request, "A worker was quicker. The call stands in the list.")
    elif answer.is_taken:
        messages.success(request, f"It answered {answer.status}: the test call arrived.")
    else:
        said = f"It answered {answer.status}. " if answer.status else ""
        messages.error(request, f"The test call was not taken. {said}{answer.error}".strip())
    return redirect("hooks:detail", pk)


@admin_required
@require_POST
def repeat_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Make every call again that was given up or cancelled."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    number = repeating.all_lost(endpoint=endpoint, now=timezone.now())
    if number:
        messages.success(request, f"{number:,} call{'' if number == 1 else 's'} will be made again.")
    else:
        messages.info(request, "There was no call to make again.")
    return redirect("hooks:detail", pk)


@admin_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it with the list of its calls."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    endpoints.remove(endpoint=endpoint, actor=acting(request), now=timezone.now())
    messages.success(request, f"“{endpoint}” is gone.")
    return redirect("hooks:list")
