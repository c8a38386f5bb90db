"""Themes of the answer, put on and taken off where one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.views import pages
from responses.domain import themes
from responses.models import Theme
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@rep_required
@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one on (`theme`), or take one off (`remove`)."""
    row = pages.load(request, pk)
    taken_off = request.POST.get("remove", "")
    code = taken_off or request.POST.get("theme", "")
    if not code:
        messages.error(request, "Choose a theme.")
        return redirect("followups:detail", pk=pk)
    theme = get_object_or_404(Theme, code=code)
    verb = themes.untag if taken_off else themes.tag
    verb(response=row.response, theme=theme, actor=acting(request), now=timezone.now())
    return redirect("followups:detail", pk=pk)
