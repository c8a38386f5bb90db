"""What one was told, and what one wants to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import row_ids
from followups.domain.notifying import choosing, reading
from followups.forms.notifications import ChoiceForm
from team.access import acting, rep_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@rep_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest first, by day."""
    page = Paginator(reading.shown(acting(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "followups/notifications.html", {"page": page})


@rep_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """One (`id`), or all of them."""
    chosen = row_ids.read_all(request.POST.getlist("id"))
    number = reading.mark_read(
        user=acting(request), now=timezone.now(), ids=chosen if "id" in request.POST else None
    )
    if "id" not in request.POST:
        messages.success(request, "All read." if number else "There was nothing new.")
    return redirect("notifications:list")


@rep_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Each kind in the app and by e-mail, and the hour of the digest."""
    form = ChoiceForm(request.POST or None, choice=choosing.of(acting(request)))
    if form.is_valid():
        choosing.choose(user=acting(request), **form.choice())
        messages.success(request, "Saved. It holds for what happens from now on.")
        return redirect("notifications:choices")
    status = 422 if form.is_bound else 200
    return render(request, "followups/notification_choices.html", {"form": form}, status=status)
