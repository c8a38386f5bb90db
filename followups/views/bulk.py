"""One act on the chosen rows of the queue: asked about on a page of its own, answered row by row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core import row_ids
from followups.access import followups_for
from followups.domain import bulk, sla, working
from followups.forms import bulk as forms
from followups.models import FollowUp
from team.access import acting, rep_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done with several: its form, its verb, and its words."""

    form: type[forms.BulkForm]
    verb: Callable[..., object]
    title: str
    button: str
    done: str
    note: str = ""


def _snooze(*, until: Any, **facts: Any) -> object:
    return working.snooze(until=sla.morning_of(until), **facts)


ACTS = {
    "take": Act(forms.BulkForm, working.take, "Take them", "Take", "Taken"),
    "assign": Act(
        forms.AssignForm,
        working.reassign,
        "Give them to somebody",
        "Assign",
        "Assigned",
        "Deadlines stay. A person may get more than their limit when you decide it.",
    ),
    "hand_over": Act(
        forms.HandOverForm, working.hand_over, "Hand them over", "Hand over", "Handed over", "Deadlines stay."
    ),
    "snooze": Act(forms.SnoozeForm, _snooze, "Snooze them", "Snooze", "Snoozed"),
    "tag": Act(forms.TagForm, bulk.tag, "Tag their answers with a theme", "Tag", "Tagged"),
}


@rep_required
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Ask what is still to be said, then do it and tell what was done and what was refused."""
    act = ACTS.get(request.POST.get("act", ""))
    rows = _chosen(request)
    if act is None or not rows:
        messages.warning(request, "Choose follow-ups first: the box at the start of a row, or the key x.")
        return redirect(_back(request))
    now, back = timezone.now(), _back(request)
    is_said = "go" in request.POST or (act.form is forms.BulkForm and len(rows) <= forms.FEW)
    form = act.form(
        request.POST if is_said else None, count=len(rows), reader=acting(request), today=sla.today(now=now)
    )
    context = {"act": act, "code": request.POST["act"], "rows": rows, "form": form, "back": back}
    if not form.is_valid():
        seen = followups_for(acting(request)).filter(pk__in=[row.pk for row in rows])
        context["shown"] = shown = [row for row in rows if row in seen]
        context["others"] = len(rows) - len(shown)
        return render(request, "followups/bulk.html", context, status=422 if is_said else 200)
    verb = partial(act.verb, actor=acting(request), now=now, **form.facts())
    outcome = bulk.each(followups=rows, verb=lambda row: verb(followup=row))
    if outcome.refused:
        return render(request, "followups/bulk_done.html", {**context, "outcome": outcome})
    messages.success(request, f"{act.done}: {len(outcome.done)}.")
    return redirect(back)


def _chosen(request: HttpRequest) -> list[FollowUp]:
    """The chosen ones, as far as the reader may see them or might a moment ago: whose they are is told."""
    ids = row_ids.read_all(request.POST.getlist("followup"))[: bulk.MOST]
    found = FollowUp.objects.filter(pk__in=ids).select_related("customer__account", "response", "assignee")
    seen = set(followups_for(acting(request)).filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in found.order_by("next_due", "pk") if row.pk in seen or row.assignee_id]


def _back(request: HttpRequest) -> str:
    """The list from which it was chosen."""
    back, home = request.POST.get("back", ""), reverse("followups:list")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(home)
    return back if is_ours else home
