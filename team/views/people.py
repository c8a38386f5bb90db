"""People: the list, a new one, one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from team.access import acting, admin_required
from team.domain import people, queries, welcome
from team.enums import Role
from team.forms.people import PeopleFilter, PersonForm
from team.models import Program, User
from team.views.pages import page_or_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@admin_required
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Everybody on the staff."""
    form = PeopleFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.people(
        text=chosen.get("q", ""), role=chosen.get("role", ""), state=chosen.get("state", "")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page_or_rows(request, "team/users.html", {"filter": form, "page": page})


@admin_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows their link once."""
    initial = {"role": Role.REP, "time_zone": Program.objects.current().time_zone}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            invited = welcome.invite(**form.cleaned_data, actor=acting(request), now=timezone.now())
        except people.AddressTaken:
            form.add_error("email", "Somebody signs in with this address already.")
        else:
            return render(request, "team/welcome.html", {"welcome": invited, "new": True})
    return render(request, "team/user_new.html", {"form": form})


@admin_required
@require_http_methods(["GET", "HEAD", "POST"])
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who they are, and how they get in."""
    person = get_object_or_404(queries.people(), pk=pk)
    form = PersonForm(request.POST or None, person=person, initial=_facts(person))
    if request.method == "POST" and form.is_valid() and _changed(request, person, form):
        return redirect("team:user", pk=pk)
    shown = User.objects.get(pk=pk)
    context = {"form": form, "person": person, "shown": shown, "reports": shown.reports.active().count()}
    return render(request, "team/user.html", context)


def _changed(request: HttpRequest, person: User, form: PersonForm) -> bool:
    try:
        changes = people.change(
            user=person, facts=form.cleaned_data, actor=acting(request), now=timezone.now()
        )
    except people.AddressTaken:
        form.add_error("email", "Somebody signs in with this address already.")
    except people.LastAdmin:
        form.add_error("role", "This is the last admin. Make somebody else an admin first.")
    else:
        messages.success(request, "Saved." if changes else "Nothing had changed.")
        return True
    return False


def _facts(person: User) -> dict[str, Any]:
    return {name: getattr(person, name) for name in people.FACTS}
