"""Why somebody is or is not asked: one campaign and one customer, or all campaigns for one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers.domain import searching
from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import explaining
from surveys.enums import CampaignChannel
from surveys.forms.explainer import CustomerSearch
from surveys.models import Campaign, Invitation
from surveys.views.pages import page_or_part, wanted_part
from team.access import acting
from team.enums import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FOUND = 8
EXAMPLES = 6


@require_safe
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a customer, then see every rule of this campaign for them."""
    campaign = get_object_or_404(Campaign.objects.select_related("survey", "audience"), pk=pk)
    if campaign.channel != CampaignChannel.EMAIL:
        raise Http404("Nobody is written to.")
    form = CustomerSearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, Any] = {
        "campaign": campaign,
        "filter": form,
        "words": words,
        "found": _found(words) if words else None,
        "may_edit": acting(request).may(Role.MANAGER),
    }
    chosen = request.GET.get("customer", "")
    if chosen and not words:
        customer = _customer(chosen)
        found = explaining.explain(campaign=campaign, customer=customer, now=timezone.now())
        context |= {"customer": customer, "explanation": found}
    elif not words:
        context["examples"] = _examples(campaign)
    return page_or_part(request, "surveys/explain/campaign.html", wanted_part(request, ["found"]), context)


@require_safe
def explain_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """What every campaign makes of one customer now, and which of them wins."""
    customer = _customer(str(pk))
    rows = explaining.explain_all(customer=customer, now=timezone.now())
    mailed = [row for row in rows if row.campaign.channel == CampaignChannel.EMAIL]
    context = {
        "customer": customer,
        "rows": mailed,
        "others": len(rows) - len(mailed),
        "winner": next((row.campaign for row in mailed if row.is_asked_now), None),
        "first": min((row.first_possible_at for row in mailed if row.first_possible_at), default=None),
        "may_edit": acting(request).may(Role.MANAGER),
    }
    return page_or_part(request, "surveys/explain/customer.html", "", context)


def _customer(key: str) -> Customer:
    if not key.isdecimal() or len(key) > 18:
        raise Http404("No such customer.")
    return get_object_or_404(Customer.objects.select_related("account", "contact"), pk=int(key))


def _found(words: str) -> list[Customer]:
    people = searching.found(Customer.objects.current(), words).select_related("account").by_label()
    return list(people[:FOUND])


def _examples(campaign: Campaign) -> list[Invitation]:
    """Somebody to begin with: the latest who was left out, for each of some reasons."""
    rows = Invitation.objects.filter(campaign=campaign, state=OutboxState.SKIPPED).select_related(
        "customer__account"
    )
    examples: dict[str, Invitation] = {}
    for row in rows.order_by("-pk")[:200]:
        examples.setdefault(row.reason, row)
    return list(examples.values())[:EXAMPLES]
