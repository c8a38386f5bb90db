"""Policies: their order, what each means, and what an answer now would be due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followups.domain import sla
from followups.forms.sla import PolicyForm, TargetsForm
from followups.models import SlaPolicy
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]
HOLDS = "It holds for follow-ups opened from now on; those that are open keep their deadlines."


@manager_required
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """All policies in the order in which they are asked, and the office hours there are."""
    fallback, place = sla.policy(), str(sla.zone())
    rows = list(SlaPolicy.objects.select_related("hours"))
    for row in rows:
        row.hours = row.hours or fallback.hours
    context = {
        "policies": [(row, sla.sentences(row, place=place)) for row in rows],
        "movable": len(rows) - 1,
        "offices": [(office, sla.week_in_words(office, place=place)) for office in sla.all_hours()],
    }
    return render(request, "followups/sla/policies.html", context)


@manager_required
@require_http_methods(METHODS)
def policy_new(request: HttpRequest) -> HttpResponse:
    """A policy of one's own, in front of the fallback."""
    return _edit(request, SlaPolicy(name=""))


@manager_required
@require_http_methods(METHODS)
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One policy: whose it is, its targets, and what that means."""
    return _edit(request, get_object_or_404(SlaPolicy.objects.select_related("hours"), pk=pk))


@manager_required
@require_POST
def policy_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down: the first that fits wins."""
    row = get_object_or_404(SlaPolicy, pk=pk, is_fallback=False)
    up = request.POST.get("way") == "up"
    if sla.move(policy=row, up=up, actor=acting(request), now=timezone.now()):
        messages.success(request, f"“{row}” is asked {'earlier' if up else 'later'} now. {HOLDS}")
    return redirect("followups:sla")


@manager_required
@require_POST
def policy_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away; one that follow-ups have is switched off instead."""
    row = get_object_or_404(SlaPolicy, pk=pk)
    try:
        sla.remove(policy=row, actor=acting(request), now=timezone.now())
    except sla.InUse:
        messages.error(request, f"“{row}” is the policy of follow-ups. Switch it off instead.")
        return redirect("followups:policy", pk=pk)
    messages.success(request, f"“{row}” is removed. {HOLDS}")
    return redirect("followups:sla")


def _edit(request: HttpRequest, row: SlaPolicy) -> HttpResponse:
    """Save, or with `preview` in the body only show what saving would do."""
    is_saving = request.method == "POST" and "preview" not in request.POST
    kind = TargetsForm if row.is_fallback else PolicyForm
    form = kind(request.POST or None, policy=row)
    now = timezone.now()
    if is_saving and form.is_valid():
        common: dict[str, Any] = {"facts": form.facts(), "actor": acting(request), "now": now}
        changes = sla.change(policy=row, **common) if row.pk else sla.add(**common)
        messages.success(request, f"Saved. {HOLDS}" if changes else "Nothing had changed.")
        return redirect("followups:sla")
    context = {
        "form": form,
        "policy": row,
        "is_preview": not is_saving,
        "preview": sla.of_a_policy(form.draft(), now=now),
    }
    return _page_or_preview(request, "followups/sla/policy.html", context, refused=is_saving)


def _page_or_preview(
    request: HttpRequest, template: str, context: dict[str, Any], *, refused: bool
) -> HttpResponse:
    is_part = request.headers.get("HX-Target") == "effects"
    response = render(
        request, f"{template}{'#effects' if is_part else ''}", context, status=422 if refused else 200
    )
    patch_vary_headers(response, ["HX-Target"])
    return response
