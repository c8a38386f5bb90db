"""One campaign: how far it has come, what comes next, who was not asked and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from mailroom.enums import OutboxState
from surveys.domain import campaigns, describing, funnel, reminders
from surveys.enums import CampaignChannel, CampaignState
from surveys.models import Campaign, Invitation, Reminder
from surveys.views import ahead, invited, mail, progress
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_UNKNOWN = 20


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page, or its list or mail alone."""
    found = get_object_or_404(Campaign.objects.select_related("survey", "audience"), pk=pk)
    part = wanted_part(request, ["rows", "mail"])
    context: dict[str, Any] = {
        "campaign": found,
        "may_edit": acting(request).may(Role.MANAGER),
        "is_mailed": found.channel == CampaignChannel.EMAIL,
    }
    if part != "mail":
        context |= invited.rows(request, found)
    if part != "rows":
        context |= mail.shown(request, found.survey)
    if not part:
        context |= _told(found) | _effect(found, again=request.GET.get("count", "") == "again")
    return page_or_part(request, "surveys/campaigns/detail.html", part, context)


def _told(found: Campaign) -> dict[str, Any]:
    program = Program.objects.current()
    return {
        "schedule": describing.schedule(found),
        "audience": describing.audience(found),
        "hours": describing.hours(found),
        "rotation": describing.rotation(found, quiet_months=program.quiet_months),
        "obstacles": campaigns.obstacles(campaign=found, program=program),
    }


def _effect(found: Campaign, *, again: bool) -> dict[str, Any]:
    now, counts, reminded = timezone.now(), funnel.of_campaign(found.pk), reminders.counts(found)
    unknown = Invitation.objects.filter(campaign=found, state=OutboxState.UNKNOWN).select_related("customer")
    broken = Reminder.objects.filter(invitation__campaign=found, state=OutboxState.UNKNOWN)
    context: dict[str, Any] = {
        "funnel": counts,
        "reminded": reminded,
        "unknown": unknown.order_by("attempt_started_at", "pk")[:MOST_UNKNOWN],
        "unknown_reminders": broken.select_related("invitation__customer")[:MOST_UNKNOWN],
        **progress.of(found, now=now),
    }
    if found.state == CampaignState.ENDED:
        return context
    is_ready = bool(found.weekdays) or found.channel != CampaignChannel.EMAIL
    coming = ahead.of(found, now=now, again=again) if is_ready else None
    if coming is None:
        return context
    sentences = {
        verb: describing.consequence(
            found, verb, ahead=coming["outlook"], funnel=counts, reminders=reminded.waiting
        )
        for verb in describing.verbs(found)
    }
    return {**context, "ahead": coming, "actions": sentences.items()}
