"""All playbooks, and the library of ready-made ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.scoring import Band
from followups.domain.playbooks import counting, describing, starters
from followups.forms.playbooks.listing import PlaybookFilter
from followups.models import Playbook
from team.access import acting, manager_required
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 25
OTHERS = "Those who have left"


@manager_required
@require_safe
def playbooks(request: HttpRequest) -> HttpResponse:
    """Every playbook: for whom it is, whether it begins, and how far its runs are."""
    form = PlaybookFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Playbook.objects.narrowed(
        words=chosen.get("q", ""), state=chosen.get("state", ""), band=chosen.get("band", "")
    )
    page = Paginator(found.at_work_first().prefetch_related("themes"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "filter": form,
        "page": page,
        "rows": _rows(page),
        "narrowed": any(chosen.values()),
        "uncovered": describing.bands_without(Playbook.objects.active()),
    }
    return page_or_rows(request, "followups/playbooks/list.html", context)


@manager_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Ready-made playbooks for every band (T26)."""
    used = set(Playbook.objects.exclude(starter="").values_list("starter", flat=True))
    cards = [
        {
            "starter": starter,
            "group": Band(starter.conditions.band).plural
            if starter.conditions.band
            else "Those who have left",
            "who": describing.audience(starter.conditions),
            "lines": [{"when": describing.when(step.terms), "title": step.title} for step in starter.steps],
            "is_used": starter.code in used,
        }
        for starter in starters.STARTERS
    ]
    return render(request, "followups/playbooks/library.html", {"cards": cards})


@manager_required
@require_POST
def use(request: HttpRequest, code: str) -> HttpResponse:
    """A draft from a ready-made playbook."""
    try:
        made = starters.use(code=code, actor=acting(request), now=timezone.now())
    except starters.UnknownStarter as unknown:
        raise Http404 from unknown
    messages.success(request, "Saved as a draft. Read it, change it, then activate it.")
    return redirect("playbooks:detail", pk=made.pk)


def _rows(page: Iterable[Playbook]) -> list[dict[str, Any]]:
    shown = list(page)
    counts = counting.of_playbooks([playbook.pk for playbook in shown])
    return [
        {
            "playbook": playbook,
            "who": describing.whose(playbook),
            "counts": counts[playbook.pk],
        }
        for playbook in shown
    ]
