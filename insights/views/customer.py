"""One customer: who they are, what they said, what we did, when they may be asked next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from customers.domain import attributes
from customers.models import Customer
from followups.domain import advocates
from insights.domain import around, colleagues, drawings
from insights.domain.story import telling
from team.access import acting
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from insights.domain.story.telling import Story
    from team.models import User

TEMPLATE = "insights/customer.html"
STEP, MOST = 40, 2000
COUNT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer's page; `?show=` is how much of the story, htmx gets only that.

    Whoever was merged into another is found there.
    """
    person = get_object_or_404(Customer.objects.select_related("account__manager", "contact"), pk=pk)
    if person.merged_into_id is not None:
        return redirect("insights:customer", pk=person.merged_into_id)
    show = _show(request.GET.get("show", ""))
    story = telling.tell(
        customer=person,
        user=acting(request),
        program=Program.objects.current(),
        show=show,
        now=timezone.now(),
    )
    context = {"customer": person, "story": story, "more": min(show + 2 * STEP, MOST)}
    if request.headers.get("HX-Target") == "story":
        response = render(request, f"{TEMPLATE}#story", context)
    else:
        response = render(request, TEMPLATE, context | _beside(story, acting(request)))
    patch_vary_headers(response, ["HX-Target"])
    return response


def _beside(story: Story, user: User) -> dict[str, Any]:
    """What stands above the story and beside it."""
    person = story.customer
    return {
        "colleagues": colleagues.of(person),
        "around": around.of(person),
        "chart": drawings.history(story),
        "attributes": attributes.labelled(person.attributes),
        "favors": advocates.of_customer(person, now=timezone.now()),
        "may_manage": user.may(Role.MANAGER),
        "may_plan": user.may(Role.REP),
        "may_ask": user.may(Role.REP),
    }


def _show(text: str) -> int:
    return (
        min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) else STEP
    )
