"""What a manager does with a campaign: activate, pause, resume, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from surveys.domain import campaigns
from surveys.models import Campaign
from team.access import acting, manager_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def _move(request: HttpRequest, pk: int, verb: Callable[..., Campaign], done: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("survey"), pk=pk)
    try:
        verb(campaign=campaign, actor=acting(request), now=timezone.now())
    except campaigns.NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"“{campaign}” {done}")
    return redirect("campaigns:detail", pk=pk)


@manager_required
@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to plan and send."""
    return _move(request, pk, campaigns.activate, "is active. The first mails are planned within a minute.")


@manager_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan and send nothing until it goes on."""
    return _move(request, pk, campaigns.pause, "is paused. Nothing leaves until it goes on.")


@manager_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on."""
    return _move(request, pk, campaigns.resume, "goes on.")


@manager_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop for good."""
    return _move(request, pk, campaigns.end, "has ended.")
