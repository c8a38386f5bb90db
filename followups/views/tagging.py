"""Themes of the answer, put on and taken off where one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.views import pages
from responses.domain import themes
from responses.forms.themes import TagForm
from responses.models import Theme
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@rep_required
@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one on (`theme`), or take one off (`remove`)."""
    row = pages.load(request, pk)
    form = TagForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a theme.")
        return redirect("followups:detail", pk=pk)
    taken_off = form.cleaned_data["remove"]
    theme = get_object_or_404(Theme, code=taken_off or form.cleaned_data["theme"])
    verb = themes.untag if taken_off else themes.tag
    verb(response=row.response, theme=theme, actor=acting(request), now=timezone.now())
    return redirect("followups:detail", pk=pk)
