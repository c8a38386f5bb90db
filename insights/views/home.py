"""The first screen: what to do now, then how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from insights.domain import beginning, desk, drawings, health, needs, overview
from insights.domain.counting import Scope
from insights.domain.latest import latest
from insights.enums import Period
from team.access import acting
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from team.models import User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this reader's role needs first."""
    user, program, now = acting(request), Program.objects.current(), timezone.now()
    scores = overview.scores(period=Period.QUARTER, scope=Scope(), program=program, now=now)
    context = {
        "program": program,
        "greeting": _greeting(user),
        "scores": scores,
        "trend_chart": drawings.trend(scores.months, height=280),
        "stages_chart": drawings.stages(scores.stages),
        "latest": latest(user=user, limit=6),
        **_work(user, program, now=now),
    }
    return render(request, "insights/home.html", context)


def _work(user: User, program: Program, *, now: datetime) -> dict[str, Any]:
    """What there is to do for whoever may do something."""
    if not user.may(Role.REP):
        return {}
    own = desk.of(user=user, now=now)
    # The score, the value and the renewal stand beside the name already.
    told = ["score", "revenue", "renewal"]
    work: dict[str, Any] = {"desk": own, "today": own.today, "now": now, "told": told}
    if user.may(Role.MANAGER):
        work["needs"] = needs.of(user=user, program=program, counts=own.counts, now=now)
        work["steps"] = beginning.steps(program=program)
    if user.may(Role.ADMIN):
        work["health"] = health.of_campaigns(program=program, now=now)
    return work


def _greeting(user: User) -> str:
    hour = timezone.localtime().hour
    hello = "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
    return f"{hello}, {user.name.split()[0]}" if user.name.strip() else hello
