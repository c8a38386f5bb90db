"""One call of a webhook, making it again, and how calls look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from integrations.domain.webhooks import events, patience, queries, repeating, samples
from integrations.models import WebhookDelivery
from team.access import admin_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin_required
@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent, and what came back."""
    delivery = get_object_or_404(WebhookDelivery.objects.select_related("endpoint", "customer"), pk=pk)
    context = {
        "delivery": delivery,
        "label": events.LABELS.get(delivery.event, delivery.event),
        "body": json.dumps(delivery.payload, indent=2, ensure_ascii=False),
        "most": patience.ATTEMPTS,
        "may_repeat": queries.may_repeat(delivery),
    }
    return render(request, "integrations/webhooks/call.html", context)


@admin_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it once more, with the key that it had."""
    delivery = get_object_or_404(WebhookDelivery, pk=pk)
    if repeating.again(delivery=delivery, now=timezone.now()):
        messages.success(request, "The call is made again within seconds.")
    else:
        messages.error(
            request, "This call cannot be made again now: it waits already, or its webhook is off."
        )
    return redirect("hooks:call", pk)


@admin_required
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """What is sent, and how to check that it is ours."""
    context = {
        "events": events.EVENTS,
        "headers": samples.HEADERS,
        "body": json.dumps(samples.BODY, indent=2, ensure_ascii=False),
        "check": samples.CHECK,
        "waits": patience.in_words(),
    }
    return render(request, "integrations/webhooks/how.html", context)
