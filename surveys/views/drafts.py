"""A campaign's form, with its effect beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from surveys.domain import audience, drafting, starters
from surveys.enums import CampaignState
from surveys.forms.campaign import CampaignForm, initial_of
from surveys.models import Campaign, Survey
from surveys.views import ahead
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]
SAVED = {
    CampaignState.ACTIVE: "Saved. What is planned is judged again under the new rules before it leaves; "
    "mails that were sent stay as they are.",
    CampaignState.PAUSED: "Saved. The new rules hold from when the campaign goes on.",
}


@manager_required
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """A new draft; `?stage=renewal` begins with what is usual for that segment."""
    stage = request.GET.get("stage", "")
    form = _form(request, starters.draft(stage), None)
    if _is_saving(request) and form.is_valid():
        try:
            made = drafting.create(facts=form.facts(), actor=acting(request), now=timezone.now())
        except drafting.NameTaken:
            form.add_error("name", "Another campaign has this name.")
        else:
            messages.success(request, "Saved as a draft. Nobody is asked before you activate it.")
            return redirect("campaigns:detail", pk=made.pk)
    extra = {"starters": starters.STARTERS, "stage": stage, "has_survey": Survey.objects.exists()}
    return _page(request, form, extra)


@manager_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft or a running campaign."""
    campaign = get_object_or_404(Campaign.objects.exclude(state=CampaignState.ENDED), pk=pk)
    form = _form(request, campaign, campaign)
    if _is_saving(request) and form.is_valid() and _changed(request, campaign, form):
        return redirect("campaigns:detail", pk=pk)
    return _page(request, form, {"campaign": campaign})


def _changed(request: HttpRequest, campaign: Campaign, form: CampaignForm) -> bool:
    try:
        changes = drafting.change(
            campaign=campaign, facts=form.facts(), actor=acting(request), now=timezone.now()
        )
    except drafting.NameTaken:
        form.add_error("name", "Another campaign has this name.")
        return False
    except drafting.NotEditable as ended:
        raise Http404("The campaign has ended.") from ended
    said = SAVED.get(CampaignState(campaign.state), "Saved.") if changes else "Nothing had changed."
    messages.success(request, said)
    return True


def _form(request: HttpRequest, shown: Campaign, campaign: Campaign | None) -> CampaignForm:
    data = request.POST if request.method == "POST" else None
    return CampaignForm(data, initial=initial_of(shown), stage_counts=audience.by_stage(), campaign=campaign)


def _is_saving(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" not in request.POST


def _page(request: HttpRequest, form: CampaignForm, extra: dict[str, Any]) -> HttpResponse:
    """The form with the outlook of what it says now, saved or not."""
    now = timezone.now()
    stored = extra.get("campaign") or starters.draft(extra.get("stage", ""))
    draft = form.draft() if form.is_bound else stored
    part = wanted_part(request, ["outlook"])
    outlook = ahead.of(draft, now=now) if draft else None
    context = {"form": form, "ahead": outlook, "is_preview": not _is_saving(request), **extra}
    return page_or_part(request, "surveys/campaigns/form.html", part, context)
