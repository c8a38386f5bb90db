"""A manager says what became of a mail or a reminder whose hand-over broke off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from mailroom.domain import delivery
from surveys.domain import reminders
from surveys.domain.mailbag import InvitationMailbag
from surveys.forms.listing import DecisionForm
from surveys.models import Invitation, Reminder
from team.access import acting, manager_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@manager_required
@require_POST
def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """About a mail."""
    found = get_object_or_404(Invitation.objects.select_related("customer"), pk=row, campaign=pk)

    def settle(*, was_sent: bool) -> None:
        bag, actor = InvitationMailbag(), acting(request)
        delivery.decide_unknown(mailbag=bag, row=found, was_sent=was_sent, actor=actor, now=timezone.now())

    return _decided(request, pk, settle)


@manager_required
@require_POST
def decide_reminder(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """About a reminder."""
    found = get_object_or_404(Reminder.objects.select_related("invitation"), pk=row, invitation__campaign=pk)

    def settle(*, was_sent: bool) -> None:
        bag, actor = reminders.ReminderMailbag(), acting(request)
        delivery.decide_unknown(mailbag=bag, row=found, was_sent=was_sent, actor=actor, now=timezone.now())

    return _decided(request, pk, settle)


def _decided(request: HttpRequest, pk: int, settle: Callable[..., None]) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say whether it was sent.")
        return redirect("campaigns:detail", pk=pk)
    was_sent = form.cleaned_data["was_sent"]
    try:
        settle(was_sent=was_sent)
    except delivery.AlreadyDecided:
        messages.info(request, "Somebody, or an answer, was faster: this is settled already.")
    else:
        messages.success(request, "It counts as sent." if was_sent else "It is planned again.")
    return redirect("campaigns:detail", pk=pk)
