"""The program's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from team.access import acting, admin_required
from team.domain import program as program_settings
from team.forms.program import ProgramForm
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """One form for the whole program."""
    stored = Program.objects.current()
    form = ProgramForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        changes = program_settings.change(facts=form.cleaned_data, actor=acting(request), now=timezone.now())
        messages.success(request, "Saved." if changes else "Nothing had changed.")
        return redirect("team:settings")
    asked_about = Program.objects.current().asked_about
    return render(request, "team/settings.html", {"form": form, "asked_about": asked_about})
