"""The explainer as other programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from core import addresses
from customers.api.refusals import Unprocessable
from customers.domain import identities
from customers.models import Customer
from surveys.domain import explaining

if TYPE_CHECKING:
    from rest_framework.request import Request

    from surveys.models import Campaign

LONGEST_ID = 18


class RuleSerializer(serializers.Serializer[explaining.Rule]):
    """One rule with its answer; `until` is when it stops to block, where that is known."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # every Field has a label; here it is data
    passed = serializers.BooleanField()
    detail = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)


class ExplanationSerializer(serializers.Serializer[Any]):
    """Why a campaign asks a customer now, or does not. Instants are in UTC."""

    customer = serializers.IntegerField()
    is_asked_now = serializers.BooleanField()
    verdict = serializers.CharField(help_text="In a sentence.")
    blocked_until = serializers.DateTimeField(
        allow_null=True, help_text="The latest date that the rules against it name; null when one has no end."
    )
    first_possible_at = serializers.DateTimeField(
        allow_null=True, help_text="When a mail could leave as things stand; null when nothing leads to one."
    )
    invitation = serializers.IntegerField(allow_null=True, help_text="The row that this is about, if any.")
    rules = RuleSerializer(many=True)


def explained(request: Request, campaign: Campaign) -> dict[str, object]:
    """For the customer whom the query names, by id or e-mail address. Raises Unprocessable, NotFound."""
    customer = _customer(request.query_params.get("customer", "").strip())
    found = explaining.explain(campaign=campaign, customer=customer, now=timezone.now())
    told = {
        "customer": customer.pk,
        "is_asked_now": found.is_asked_now,
        "verdict": found.verdict,
        "blocked_until": found.blocked_until,
        "first_possible_at": found.first_possible_at,
        "invitation": found.row.pk if found.row else None,
        "rules": found.rules,
    }
    return dict(ExplanationSerializer(told).data)


def _customer(key: str) -> Customer:
    if key.isascii() and key.isdecimal() and len(key) <= LONGEST_ID:
        found = Customer.objects.filter(pk=int(key)).first()
    else:
        try:
            found = identities.find(canonical_email=addresses.canonical_email(key))
        except addresses.InvalidAddress as problem:
            raise Unprocessable({"customer": "Write a customer's id or e-mail address."}) from problem
    if found is None:
        raise NotFound
    return found
