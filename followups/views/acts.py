"""What changes a follow-up: each act is a dialog on its page and, without script, a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from followups.domain import sla, working
from followups.forms import acts
from followups.views import pages
from followups.views.returning import way_back
from team.access import acting, manager_required, rep_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from followups.models import FollowUp

both = require_http_methods(["GET", "HEAD", "POST"])


@rep_required
@both
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for the customer until a day."""
    row = pages.load(request, pk)
    form = acts.WaitForm(request.POST or None, today=sla.today(now=timezone.now()), auto_id="wait_%s")

    def verb(until: Any, note: str, **common: Any) -> None:
        working.wait_for_customer(until=sla.morning_of(until), note=note, **common)

    return _act(request, row, form, "wait", verb, done="The clock stands still until then.")


@rep_required
@both
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of sight until later; no clock stops."""
    row = pages.load(request, pk)
    form = pages.snooze_form(request.POST or None)
    return _act(request, row, form, "snooze", working.snooze, done="Out of sight until then. Deadlines stay.")


@rep_required
@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it again."""
    return _done(request, pages.load(request, pk), working.wake, done="It is in your queue again.")


@rep_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on working."""
    row = pages.load(request, pk)
    return _done(request, row, working.resume, done="The clock runs again.")


@rep_required
@both
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it with root cause, outcome and a note."""
    row = pages.load(request, pk)
    form = acts.ResolveForm(request.POST or None, auto_id="resolve_%s")
    return _act(request, row, form, "resolve", working.resolve, done="Resolved. The loop is closed.")


@rep_required
@both
def unreachable(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up on somebody who does not answer."""
    row = pages.load(request, pk)
    form = acts.ReasonForm(request.POST or None, auto_id="unreachable_%s")
    return _act(request, row, form, "unreachable", working.mark_unreachable, done="Closed: not reached.")


@rep_required
@both
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin again."""
    row = pages.load(request, pk)
    form = acts.ReasonForm(request.POST or None, auto_id="reopen_%s")
    return _act(request, row, form, "reopen", working.reopen, done="Reopened, with a new deadline.")


@rep_required
@both
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner gives it to a colleague."""
    row = pages.load(request, pk)
    form = acts.HandOverForm(request.POST or None, without=row.assignee, auto_id="hand_over_%s")
    return _act(
        request, row, form, "hand_over", working.hand_over, done="Handed over.", back="followups:list"
    )


@rep_required
@both
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back: the machine chooses anew."""
    row = pages.load(request, pk)
    form = acts.ReleaseForm(request.POST or None, auto_id="release_%s")
    return _act(request, row, form, "release", working.release, done="Given back.", back="followups:list")


@manager_required
@both
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to somebody else."""
    row = pages.load(request, pk)
    form = acts.ReassignForm(request.POST or None, without=row.assignee, auto_id="reassign_%s")
    return _act(request, row, form, "reassign", working.reassign, done="It has a new owner.")


def _act(
    request: HttpRequest,
    row: FollowUp,
    form: Form,
    name: str,
    verb: Callable[..., object],
    *,
    done: str,
    back: str = "",
) -> HttpResponse:
    if form.is_valid():
        return _done(request, row, verb, done=done, back=back, **form.cleaned_data)
    context = {
        "followup": row,
        "form": form,
        "act": name,
        "may_work": pages.may_work(acting(request), row),
        "next": way_back(request),
    }
    return render(request, "followups/act.html", context, status=422 if form.is_bound else 200)


def _done(
    request: HttpRequest,
    row: FollowUp,
    verb: Callable[..., object],
    *,
    done: str,
    back: str = "",
    **said: Any,
) -> HttpResponse:
    """Back to the list from which it was done, if it was; `back` is for who may not see it any more."""
    here = reverse("followups:detail", args=[row.pk])
    try:
        verb(followup=row, actor=acting(request), now=timezone.now(), **said)
    except working.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(way_back(request, here))
    messages.success(request, done)
    if back and not pages.sees(acting(request), row.pk):
        here = reverse(back)
    return redirect(way_back(request, here))
