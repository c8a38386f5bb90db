"""Where the score and the numbers disagree, as a list to work through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followups.domain import at_risk as lists
from followups.domain import sla
from team.access import acting, rep_required
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@rep_required
@require_safe
def at_risk(request: HttpRequest) -> HttpResponse:
    """Promoters at commercial risk, whoever fell before the renewal, or detractors whose numbers look fine.

    Reps begin with their own accounts, managers with all.
    """
    user, now = acting(request), timezone.now()
    kind = request.GET.get("list", "")
    kind = kind if kind in lists.LISTS else lists.PROMOTERS
    whose = request.GET.get("whose") or ("all" if user.may(Role.MANAGER) else "mine")
    found = lists.found(kind=kind, user=user, own=whose == "mine", now=now)
    context = {
        "kind": kind,
        "whose": whose,
        "found": found,
        "most": lists.MOST,
        "today": sla.today(now=now),
        "now": now,
    }
    return render(request, "followups/at_risk.html", context)
