"""What a manager does with a campaign: activate, pause, resume, end, and decide about unknown mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from mailroom.domain import delivery
from surveys.domain import campaigns
from surveys.domain.mailbag import InvitationMailbag
from surveys.forms.listing import DecisionForm
from surveys.models import Campaign, Invitation
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


@manager_required
@require_POST
def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Say what became of a mail whose hand-over broke off."""
    found = get_object_or_404(Invitation.objects.select_related("customer"), pk=row, campaign=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say whether it was sent.")
        return redirect("campaigns:detail", pk=pk)
    was_sent = form.cleaned_data["was_sent"]
    try:
        delivery.decide_unknown(
            mailbag=InvitationMailbag(),
            row=found,
            was_sent=was_sent,
            actor=acting(request),
            now=timezone.now(),
        )
    except delivery.AlreadyDecided:
        messages.info(request, "Somebody, or an answer, was faster: this is settled already.")
    else:
        messages.success(request, "It counts as sent." if was_sent else "It is planned again.")
    return redirect("campaigns:detail", pk=pk)
