"""What is missing in the customers' data, and who may be there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from customers.domain import columns, exporting, paging, queries
from customers.domain.quality import checks, duplicates, trend
from customers.views.listing import id_in, with_query
from team.access import acting, manager_required
from team.models import Program
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from customers.domain.quality.checks import Check

# Above this, duplicates are counted on their own page only: it takes some seconds.
COUNTED_HERE = 100_000
SHOWN = ("email", "owner", "country", "language", "source")


@manager_required
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Every check with its number, the duplicates, and how complete newcomers are."""
    program = Program.objects.current()
    found = checks.tally(program)
    total = found[0].total
    counts = duplicates.tally() if 0 < total <= COUNTED_HERE else {}
    months, lines = trend.trend(program=program, now=timezone.now())
    context = {
        "found": found,
        "total": total,
        "kinds": [(kind, counts.get(code)) for code, kind in duplicates.KINDS.items()],
        "months": months,
        "lines": lines,
    }
    return render(request, "customers/quality.html", context)


@manager_required
@require_safe
def listed(request: HttpRequest, code: str) -> HttpResponse:
    """The customers whom a check finds, a page at a time."""
    check = _check(code)
    rows = checks.found_by(check, program=Program.objects.current())
    page = paging.page_of(queries.shown(rows), after=id_in(request, "after"), before=id_in(request, "before"))
    shown = [column for column in columns.offered() if column.key in SHOWN]
    context = {
        "check": check,
        "total": rows.count(),
        "heads": shown,
        "rows": [(row, [(column, column.value(row)) for column in shown]) for row in page.rows],
        "next_url": with_query(request, after=page.after) if page.after else "",
        "previous_url": with_query(request, before=page.before) if page.before else "",
        "now": timezone.now(),
    }
    return page_or_rows(request, "customers/quality_list.html", context)


@manager_required
@require_POST
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same customers as a file, to complete and import again."""
    check, kind = _check(code), request.POST.get("format", "csv")
    if kind not in exporting.FORMATS:
        raise Http404
    rows = checks.found_by(check, program=Program.objects.current())
    file = exporting.begin(
        rows=queries.shown(rows),
        columns=columns.exported(columns.chosen([], columns.offered())),
        sort=paging.BY_NAME,
        form=kind,
        chosen={"quality": check.label},
        actor=acting(request),
        now=timezone.now(),
    )
    return StreamingHttpResponse(
        file.chunks,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{code}-{file.filename}"'},
    )


@manager_required
@require_safe
def twice(request: HttpRequest) -> HttpResponse:
    """Groups of customers who may be one person, by one sign at a time."""
    kind = duplicates.KINDS.get(request.GET.get("by", ""), duplicates.KINDS["address"])
    groups, following = duplicates.page(kind, after=request.GET.get("after", "").replace("\0", "")[:400])
    context = {
        "kinds": list(duplicates.KINDS.values()),
        "kind": kind,
        "groups": groups,
        "most": duplicates.MOST_ALIKE,
        "next_url": with_query(request, by=kind.code, after=following) if following else "",
        "is_first": not request.GET.get("after"),
    }
    return page_or_rows(request, "customers/quality_twice.html", context)


def _check(code: str) -> Check:
    check = checks.CHECKS.get(code)
    if check is None:
        raise Http404
    return check
