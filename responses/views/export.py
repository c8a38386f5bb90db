"""The shown answers as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from customers.domain.exporting import FORMATS
from responses import access
from responses.domain import exporting, queries
from responses.forms.listing import ResponseFilter
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@manager_required
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows under the filter in the address, newest first."""
    form, kind, now = ResponseFilter(request.GET), request.POST.get("format", ""), timezone.now()
    if not form.is_valid() or kind not in FORMATS:
        return redirect(f"{reverse('responses:list')}?{request.GET.urlencode()}")
    rows = queries.narrowed(
        access.responses_for(acting(request)),
        chosen=form.cleaned_data,
        zone=ZoneInfo(Program.objects.current().time_zone),
        now=now,
    )
    file = exporting.begin(rows=rows, form=kind, chosen=form.told, actor=acting(request), now=now)
    return StreamingHttpResponse(
        file.chunks,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.filename}"', "X-Accel-Buffering": "no"},
    )
