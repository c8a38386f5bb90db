"""One campaign: how far it has come, what comes next, who was not asked and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from mailroom.enums import OutboxState
from surveys.domain import campaigns, describing, funnel
from surveys.enums import CampaignState
from surveys.forms.listing import InvitationFilter
from surveys.models import Campaign, Invitation
from surveys.views import ahead, mail
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 20


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page, or its list or mail alone."""
    found = get_object_or_404(Campaign.objects.select_related("survey"), pk=pk)
    part = wanted_part(request, ["rows", "mail"])
    context: dict[str, Any] = {"campaign": found, "may_edit": acting(request).may(Role.MANAGER)}
    if part != "mail":
        context |= _rows(request, found)
    if part != "rows":
        context |= mail.shown(request, found.survey)
    if not part:
        context |= _effect(found)
    return page_or_part(request, "surveys/campaigns/detail.html", part, context)


def _rows(request: HttpRequest, found: Campaign) -> dict[str, Any]:
    form = InvitationFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = Invitation.objects.filter(campaign=found).select_related("customer__account")
    narrowed = rows.narrowed(
        words=chosen.get("q", ""), state=chosen.get("state", ""), reason=chosen.get("reason", "")
    )
    page = Paginator(narrowed, PER_PAGE).get_page(request.GET.get("page"))
    return {"filter": form, "page": page, "narrowed": any(chosen.values())}


def _effect(found: Campaign) -> dict[str, Any]:
    now, counts = timezone.now(), funnel.of_campaign(found.pk)
    unknown = Invitation.objects.filter(campaign=found, state=OutboxState.UNKNOWN).select_related("customer")
    context: dict[str, Any] = {
        "funnel": counts,
        "schedule": describing.schedule(found),
        "audience": describing.audience(found),
        "hours": describing.hours(found),
        "obstacles": campaigns.obstacles(campaign=found, program=Program.objects.current()),
        "unknown": unknown.order_by("attempt_started_at", "pk")[:PER_PAGE],
    }
    if found.state == CampaignState.ENDED or not found.weekdays:
        return context
    coming = ahead.of(found, now=now)
    sentences = {
        verb: describing.consequence(found, verb, ahead=coming["outlook"], funnel=counts)
        for verb in describing.verbs(found)
    }
    return {**context, "ahead": coming, "actions": sentences.items()}
