"""Whom we have not heard from: advocates nobody asked, accounts without a voice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers.domain import paging
from customers.enums import Stage
from surveys.domain import comparing, coverage
from surveys.enums import CampaignChannel, ScheduleKind
from surveys.models import Campaign
from team.access import acting
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Advocates not asked in twelve months; `?show=accounts` has the accounts nobody of whom answered."""
    program, now = Program.objects.current(), timezone.now()
    unasked = coverage.advocates_unasked(program=program, now=now)
    silent = coverage.silent_accounts(program=program, now=now)
    shows_accounts = request.GET.get("show") == "accounts"
    context = {
        "shows_accounts": shows_accounts,
        "months": coverage.MONTHS,
        "unasked_count": unasked.count(),
        "silent_count": silent.count(),
        "advocates_campaigns": _asking_advocates(),
        "may_edit": acting(request).may(Role.MANAGER),
    }
    if shows_accounts:
        context["page"] = Paginator(silent, PER_PAGE).get_page(request.GET.get("page"))
    else:
        shown = unasked.select_related("account", "contact")
        found = paging.page_of(shown, after=_id(request, "after"), before=_id(request, "before"))
        context |= {"found": found, "now": now}
    return render(request, "surveys/campaigns/coverage.html", context)


def _asking_advocates() -> list[Campaign]:
    """Those that come round by themselves: an event may never happen to somebody."""
    mailed = Campaign.objects.active().filter(channel=CampaignChannel.EMAIL)
    return list(
        mailed.filter(pk__in=comparing.asking(Stage.ADVOCATE)).exclude(schedule_kind=ScheduleKind.EVENT)
    )


def _id(request: HttpRequest, name: str) -> int | None:
    sent = request.GET.get(name, "")
    return int(sent) if re.fullmatch(r"[0-9]{1,18}", sent, re.ASCII) else None
