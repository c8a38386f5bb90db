"""Who speaks well of us, how many there were month by month, and the same as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from followups.access import endorsements_for, referrals_for
from followups.domain import advocates, favors
from followups.enums import ReferralState
from followups.forms.advocacy.filters import AdvocateFilter
from followups.views.advocates import drawings
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting, manager_required, role_required
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from followups.domain.advocates import Month
    from team.models import User

PER_PAGE = 25


@role_required(Role.VIEWER)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The list with its filters; above it the numbers, and how they became what they are."""
    user, now = acting(request), timezone.now()
    form = AdvocateFilter(request.GET)
    rows = advocates.narrowed(user=user, now=now, **form.wanted)
    found = rows.select_related("account__manager", "contact")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": advocates.lines(list(page), now=now),
        "filter": form,
        "narrowed": bool(form.wanted),
    }
    part = wanted_part(request, ["rows"])
    if not part:
        months = advocates.by_month(now=now)
        context |= {"months": months, "charts": drawings.over_time(months), **_sums(user, months)}
    return page_or_part(request, "followups/advocates/list.html", part, context)


@manager_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is narrowed."""
    user, now = acting(request), timezone.now()
    rows = advocates.narrowed(user=user, now=now, **AdvocateFilter(request.GET).wanted)
    lines = advocates.export_advocates(rows=rows, actor=user, now=now)
    return attached(lines, name="advocates", now=now)


def attached(lines: Any, *, name: str, now: datetime) -> StreamingHttpResponse:
    """A CSV file to be saved."""
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{now:%Y-%m-%d}.csv"'
    return response


def _sums(user: User, months: list[Month]) -> dict[str, Any]:
    """What stands above the list."""
    endorsements = endorsements_for(user)
    won = referrals_for(user).filter(state=ReferralState.WON)
    worth = won.exclude(value=None).values("currency").annotate(total=Sum("value")).order_by("-total")
    counts = advocates.everybody().aggregate(
        all=Count("pk"), promoters=Count("pk", filter=Q(last_score__gte=favors.BEST))
    )
    return {
        "in_stage": months[-1].advocates,
        "counts": counts,
        "usable": endorsements.usable().count(),
        "unanswered": endorsements.filter(state="asked").count(),
        "won": won.count(),
        "worth": worth,
    }
