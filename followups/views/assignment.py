"""What counts when the machine chooses an owner: the points, and the company's own traits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from followups.domain import assignment
from followups.domain.assignment import rules
from followups.forms.assignment import PointsForm, TraitForm
from followups.models import CustomTrait
from team.access import acting, manager_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = ["GET", "HEAD", "POST"]
PAGE = "followups/assignment.html"


@manager_required
@require_http_methods(METHODS)
def points(request: HttpRequest) -> HttpResponse:
    """Save the points, or with `preview` in the body only show what they would have changed."""
    is_saving = request.method == "POST" and "preview" not in request.POST
    form = PointsForm(request.POST or None, rules=rules.current())
    if is_saving and form.is_valid():
        changes = rules.change(facts=form.cleaned_data, actor=acting(request), now=timezone.now())
        messages.success(
            request, "Saved. It holds for choices from now on." if changes else "Nothing had changed."
        )
        return redirect("followups:assignment")
    own = list(CustomTrait.objects.all())
    typed = form.rules() if form.is_bound and form.is_valid() else rules.current()
    context = {
        "form": form,
        "own": own,
        "preview": assignment.preview(points=rules.points_of(typed, own)),
        "is_preview": not is_saving,
        "has_errors": form.is_bound and not form.is_valid(),
    }
    part = "#effect" if request.headers.get("HX-Target") == "effect" else ""
    response = render(request, f"{PAGE}{part}", context, status=422 if is_saving else 200)
    patch_vary_headers(response, ["HX-Target"])
    return response


@manager_required
@require_http_methods(METHODS)
def trait_new(request: HttpRequest) -> HttpResponse:
    """A trait of the company's own."""
    form = TraitForm(request.POST or None)
    if form.is_valid():
        made = rules.add_trait(key=form.key(), facts=form.facts(), actor=acting(request), now=timezone.now())
        messages.success(request, f"“{made}” counts from now on. Say on each person’s page what they know.")
        return redirect("followups:assignment")
    return render(request, "followups/trait.html", {"form": form}, status=422 if form.is_bound else 200)


@manager_required
@require_http_methods(METHODS)
def trait(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    row = get_object_or_404(CustomTrait, pk=pk)
    form = TraitForm(request.POST or None, trait=row)
    if form.is_valid():
        changes = rules.change_trait(trait=row, facts=form.facts(), actor=acting(request), now=timezone.now())
        messages.success(request, "Saved." if changes else "Nothing had changed.")
        return redirect("followups:assignment")
    context = {"form": form, "trait": row}
    return render(request, "followups/trait.html", context, status=422 if form.is_bound else 200)


@manager_required
@require_POST
def trait_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """It counts no longer."""
    row = get_object_or_404(CustomTrait, pk=pk)
    rules.remove_trait(trait=row, actor=acting(request), now=timezone.now())
    messages.success(request, f"“{row}” no longer counts.")
    return redirect("followups:assignment")
