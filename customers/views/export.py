"""The shown customers as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from customers.domain import columns, exporting, paging, queries
from customers.forms.listing import CustomerFilter
from customers.views.listing import chosen_columns, chosen_rows
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@manager_required
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Whoever the list shows under the filter in the address, in its order and with its columns."""
    form = CustomerFilter(request.GET)
    kind = request.POST.get("format", "")
    if not form.is_valid() or kind not in exporting.FORMATS:
        return redirect(f"{request.path.removesuffix('export/')}?{request.GET.urlencode()}")
    file = exporting.begin(
        rows=queries.shown(chosen_rows(request, form)),
        columns=columns.exported(chosen_columns(request, columns.offered())),
        sort=form.cleaned_data["sort"] or paging.BY_NAME,
        form=kind,
        chosen=form.told,
        actor=acting(request),
        now=timezone.now(),
    )
    return StreamingHttpResponse(
        file.chunks,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.filename}"', "X-Accel-Buffering": "no"},
    )
