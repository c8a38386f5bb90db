"""One's own profile, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from team.access import acting
from team.domain import people, queries
from team.enums import Role
from team.forms.people import DUTIES, ProfileForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and zone of the person who opened it, and how they sign in."""
    me = get_object_or_404(queries.people(), pk=acting(request).pk)
    form = ProfileForm(request.POST or None, initial={"name": me.name, "time_zone": me.time_zone})
    if request.method == "POST" and form.is_valid():
        changes = people.change(user=me, facts=form.cleaned_data, actor=me, now=timezone.now())
        messages.success(request, "Saved." if changes else "Nothing had changed.")
        return redirect("team:profile")
    return render(request, "team/profile.html", {"form": form, "me": me, "duty": DUTIES[Role(me.role)]})


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Log the person out everywhere else."""
    me = acting(request)
    people.end_sessions(user=me)
    update_session_auth_hash(request, me)
    messages.success(request, "You are logged out everywhere but here.")
    return redirect("team:profile")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this program is, and whose trademarks it speaks of."""
    return render(request, "team/about.html")
