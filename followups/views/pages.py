"""What several follow-up pages share: loading one, and the context of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from core import charts
from followups.access import followups_for
from followups.domain import dossier, sla, working
from followups.forms import acts
from followups.forms.plans import PlanItemForm
from followups.models import FollowUp
from team.access import acting

if TYPE_CHECKING:
    from datetime import date

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse, QueryDict

    from team.models import User

SHOWN = (
    "customer__account__manager",
    "response__campaign",
    "assignee",
    "accountable",
)


def load(request: HttpRequest, pk: int) -> FollowUp:
    """The follow-up, if the reader may see it; else Http404."""
    return get_object_or_404(followups_for(acting(request)).select_related(*SHOWN), pk=pk)


def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever may not see it, or no more: the answer, which everybody may read, and who has it now.

    Notices, mails and bookmarks lead to follow-ups that have moved on since. Http404 when there is none.
    """
    row = get_object_or_404(FollowUp.objects.select_related("assignee"), pk=pk)
    messages.info(request, f"{row.assignee} has the follow-up of this answer.")
    return redirect("responses:detail", pk=row.response_id)


def sees(user: User, followup_id: int | None) -> bool:
    """True when there is a follow-up whose page this person can open."""
    return followup_id is not None and followups_for(user).filter(pk=followup_id).exists()


def may_work(user: User, followup: FollowUp) -> bool:
    """True when the verbs would let this person change it."""
    return followups_for(user).filter(working.workable_by(user), pk=followup.pk).exists()


def snooze_form(data: QueryDict | None) -> acts.SnoozeForm:
    """Its mornings are those of the reader."""
    zone = timezone.get_current_timezone()
    return acts.SnoozeForm(data, now=timezone.now(), zone=zone, auto_id="snooze_%s")


def act_forms(followup: FollowUp) -> dict[str, Form]:
    """The forms of the page's dialogs, each with ids of its own."""
    return {
        "wait": acts.WaitForm(today=sla.today(now=timezone.now()), auto_id="wait_%s"),
        "snooze": snooze_form(None),
        "hand_over": acts.HandOverForm(without=followup.assignee, auto_id="hand_over_%s"),
        "release": acts.ReleaseForm(auto_id="release_%s"),
        "resolve": acts.ResolveForm(auto_id="resolve_%s"),
        "unreachable": acts.ReasonForm(auto_id="unreachable_%s"),
        "reopen": acts.ReasonForm(auto_id="reopen_%s"),
        "reassign": acts.ReassignForm(without=followup.assignee, auto_id="reassign_%s"),
    }


def context_of(request: HttpRequest, followup: FollowUp, *, log: Form | None = None) -> dict[str, Any]:
    """Everything on one follow-up's page."""
    user, now = acting(request), timezone.now()
    found = dossier.of(followup=followup, now=now)
    return {
        "dossier": found,
        "sparkline": charts.sparkline(found.scores, width=280, height=44),
        "followup": followup,
        "now": now,
        "may_work": may_work(user, followup),
        "may_take": followup.assignee_id is None and not followup.is_closed,
        "log": log or acts.LogForm(closed=followup.is_closed, auto_id="log_%s"),
        "forms": act_forms(followup),
        "plan_form": _plan_form(user, followup, found.today),
    }


def _plan_form(user: User, followup: FollowUp, today: date) -> PlanItemForm | None:
    """Nothing is planned with somebody who was erased."""
    if followup.customer is None or followup.customer.erased_at:
        return None
    return PlanItemForm(initial={"owner": user}, today=today, first=True, auto_id="plan_%s")
