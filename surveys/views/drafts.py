"""A campaign's form, with its effect beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.calendars import local_day
from surveys.domain import audience, describing, drafting, starters
from surveys.enums import CampaignChannel, CampaignState
from surveys.forms.campaign import CampaignForm, initial_of
from surveys.models import Campaign, Survey
from surveys.views import ahead, choosing
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]
# Buttons that only look, or change rows of the form.
NOT_SAVING = {"preview", "add_wave_dates", "drop_wave_dates"}
SAVED = {
    CampaignState.ACTIVE: "Saved. Mails that were sent stay as they are.",
    CampaignState.PAUSED: "Saved. The new rules hold from when the campaign goes on.",
}


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """What to begin with; then a new draft: `?template=renewal`, or a segment's usual one."""
    key = request.GET.get("template") or request.GET.get("stage") or ""
    if request.method != "POST" and not key:
        return choosing.page(request)
    start = starters.draft(key, today=_today())
    form = _form(request, start, None)
    if _is_saving(request) and form.is_valid():
        try:
            made = drafting.create(facts=form.facts(), actor=acting(request), now=timezone.now())
        except drafting.NameTaken:
            form.add_error("name", "Another campaign has this name.")
        else:
            return _made(request, made)
    extra = {"start": start, "starter": starters.find(key), "has_survey": Survey.objects.exists()}
    return _page(request, form, extra)


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft or a running campaign: what saving does to what is planned is said before it is done."""
    editable = Campaign.objects.select_related("survey", "audience").exclude(state=CampaignState.ENDED)
    campaign = get_object_or_404(editable, pk=pk)
    form = _form(request, campaign, campaign)
    effect = _effect(campaign, form)
    is_agreed = not effect or "agreed" in request.POST
    if _is_saving(request) and form.is_valid() and is_agreed and _changed(request, campaign, form):
        return redirect("campaigns:detail", pk=pk)
    asks = _is_saving(request) and form.is_valid() and not is_agreed
    return _page(request, form, {"campaign": campaign, "effect": effect, "asks": asks})


def _effect(campaign: Campaign, form: CampaignForm) -> str:
    if campaign.state == CampaignState.DRAFT or not form.is_bound or not form.is_valid():
        return ""
    facts = form.facts()
    return describing.edit(
        campaign,
        changed=set(drafting.differences(campaign, facts)),
        anew=drafting.SCHEDULE,
        waiting=drafting.planned_mails(campaign),
        reminders=drafting.planned_reminders(campaign),
        drawn=drafting.drawn_by(campaign, percent=facts["sample_percent"], now=timezone.now()),
    )


def _changed(request: HttpRequest, campaign: Campaign, form: CampaignForm) -> bool:
    try:
        changes = drafting.change(
            campaign=campaign, facts=form.facts(), actor=acting(request), now=timezone.now()
        )
    except drafting.NameTaken:
        form.add_error("name", "Another campaign has this name.")
        return False
    except drafting.ChannelFixed:
        form.add_error("channel", "A campaign that was activated keeps its channel. Make a new one.")
        return False
    except drafting.NotEditable as ended:
        raise Http404("The campaign has ended.") from ended
    said = SAVED.get(CampaignState(campaign.state), "Saved.") if changes else "Nothing had changed."
    messages.success(request, said)
    return True


def _made(request: HttpRequest, made: Campaign) -> HttpResponse:
    if made.channel in (CampaignChannel.WIDGET, CampaignChannel.LINK):
        messages.success(request, "Saved as a draft. Now set up where it asks.")
    else:
        messages.success(request, "Saved as a draft. Nobody is asked before you activate it.")
    return redirect("campaigns:detail", pk=made.pk)


def _form(request: HttpRequest, shown: Campaign, campaign: Campaign | None) -> CampaignForm:
    data = request.POST if request.method == "POST" else None
    return CampaignForm(data, initial=initial_of(shown), stage_counts=audience.by_stage(), campaign=campaign)


def _is_saving(request: HttpRequest) -> bool:
    return request.method == "POST" and not NOT_SAVING & request.POST.keys()


def _today() -> Any:
    return local_day(timezone.now(), ZoneInfo(Program.objects.current().time_zone))


def _page(request: HttpRequest, form: CampaignForm, extra: dict[str, Any]) -> HttpResponse:
    """The form with the outlook of what it says now, saved or not."""
    now = timezone.now()
    draft = form.draft() if form.is_bound else extra.get("campaign") or extra["start"]
    part = wanted_part(request, ["outlook"])
    coming = ahead.of(draft, now=now) if draft else None
    context = {"form": form, "ahead": coming, "is_preview": not _is_saving(request), **extra}
    return page_or_part(request, "surveys/campaigns/form.html", part, context)
