"""How one person gets in: link, second factor, end and return of their access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from team.access import acting, admin_required
from team.domain import people, welcome
from team.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin_required
@never_cache
@require_POST
def user_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make another link to choose a password, mail it and show it once."""
    person = get_object_or_404(User.objects.active(), pk=pk)
    sent = welcome.send_link(user=person, actor=acting(request), now=timezone.now())
    return render(request, "team/welcome.html", {"welcome": sent, "new": False})


@admin_required
@require_POST
def user_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factor of somebody who lost it."""
    person = get_object_or_404(User, pk=pk)
    if people.remove_second_factor(user=person, actor=acting(request), now=timezone.now()):
        messages.success(request, f"{person} signs in with the password alone until they set up another.")
    return redirect("team:user", pk=pk)


@admin_required
@require_POST
def user_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's access."""
    person = get_object_or_404(User, pk=pk)
    try:
        people.deactivate(user=person, actor=acting(request), now=timezone.now())
    except people.LastAdmin:
        messages.error(request, "This is the last admin. Make somebody else an admin first.")
    except people.OwnAccess:
        messages.error(request, "You cannot end your own access. Ask another admin.")
    else:
        messages.success(request, f"{person} is logged out and cannot sign in any more.")
    return redirect("team:user", pk=pk)


@admin_required
@require_POST
def user_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody their access back."""
    person = get_object_or_404(User, pk=pk)
    if people.reactivate(user=person, actor=acting(request), now=timezone.now()):
        messages.success(request, f"{person} can sign in again, as {person.get_role_display().lower()}.")
    return redirect("team:user", pk=pk)
