"""Endorsements and referrals by API: who may be quoted where, who recommended whom."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.audiences import key_of
from customers.api.bodies import told
from customers.api.filters import LARGEST_ID, IdFilter
from customers.api.naming import customer_named, sentences
from customers.api.refusals import Unprocessable
from customers.api.serializers import CustomerKeySerializer, StrictSerializer
from followups.api.serializers import FollowUpCustomerSerializer, PersonSerializer
from followups.domain import asked_elsewhere, endorsing, referring
from followups.domain.asked_elsewhere import Agreement
from followups.enums import EndorsementKind, EndorsementState, ReferralState
from followups.models import Endorsement, Referral

if TYPE_CHECKING:
    from rest_framework.request import Request

    from followups.querysets import EndorsementQuerySet


class EndorsementSerializer(serializers.ModelSerializer[Endorsement]):
    """What a customer stands by. Use it while `usable` is true, where `scope` says; instants in UTC."""

    customer = FollowUpCustomerSerializer()
    recorded_by = PersonSerializer(allow_null=True)
    usable = serializers.BooleanField(source="is_usable", help_text="Agreed to, and not taken back.")

    class Meta:
        model = Endorsement
        fields = (
            "id", "kind", "state", "usable", "customer", "response", "quote", "scope", "evidence", "url",
            "asked_at", "agreed_at", "done_at", "decided_at", "refusal", "recorded_by",
        )  # fmt: skip
        read_only_fields = fields


class AgreementSerializer(StrictSerializer):
    """What they agreed to."""

    scope = serializers.CharField(max_length=300, help_text="Where it may be used.")
    evidence = serializers.CharField(max_length=300, help_text="How we know that they agreed.")
    quote = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    agreed_at = serializers.DateTimeField(required=False, help_text="Now, when missing.")


class EndorsementFactsSerializer(StrictSerializer):
    """An ask to put on record, with what they agreed to where they have."""

    customer = CustomerKeySerializer()
    kind = serializers.ChoiceField(choices=EndorsementKind.choices)
    offered = serializers.BooleanField(default=False, help_text="They came with it: nobody asked.")
    agreement = AgreementSerializer(required=False)


class ReferralSerializer(serializers.ModelSerializer[Referral]):
    """Whom a customer recommended. `referred` is their own record once they are a customer."""

    advocate = FollowUpCustomerSerializer()
    referred = FollowUpCustomerSerializer(allow_null=True)
    recorded_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Referral
        fields = (
            "id", "state", "advocate", "name", "company", "email", "referred", "value", "currency", "note",
            "named_on", "contacted_on", "decided_on", "recorded_by",
        )  # fmt: skip
        read_only_fields = fields


class ReferralFactsSerializer(StrictSerializer):
    """Somebody who was recommended: a name or a company."""

    advocate = CustomerKeySerializer()
    name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    company = serializers.CharField(required=False, allow_blank=True, max_length=200)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    value = serializers.DecimalField(
        required=False, max_digits=14, decimal_places=2, min_value=0, help_text="What they may pay a year."
    )
    currency = serializers.RegexField("^[A-Z]{3}$", required=False, help_text="Of `value`, like EUR.")
    named_on = serializers.DateField(required=False, help_text="Today, when missing.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """An amount and its currency belong together."""
        if ("value" in attrs) != ("currency" in attrs):
            raise serializers.ValidationError({"currency": ["A value and its currency belong together."]})
        return attrs


class EndorsementFilter(django_filters.FilterSet):
    """`?usable=true&kind=quote`."""

    kind = django_filters.MultipleChoiceFilter(
        choices=EndorsementKind.choices, help_text="May be repeated: any of these."
    )
    state = django_filters.MultipleChoiceFilter(
        choices=EndorsementState.choices, help_text="May be repeated: any of these."
    )
    customer = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")
    usable = django_filters.BooleanFilter(method="by_usable", help_text="Whether it may be used.")

    def by_usable(self, rows: EndorsementQuerySet, name: str, value: bool) -> EndorsementQuerySet:
        """Keep what may be used, or all others."""
        usable = Endorsement.objects.usable()
        return rows.filter(pk__in=usable) if value else rows.exclude(pk__in=usable)


class ReferralFilter(django_filters.FilterSet):
    """`?state=won&advocate=7`."""

    state = django_filters.MultipleChoiceFilter(
        choices=ReferralState.choices, help_text="May be repeated: any of these."
    )
    advocate = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")
    referred = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")


@extend_schema_view(
    create=extend_schema(
        request=EndorsementFactsSerializer,
        responses={201: EndorsementSerializer, 200: EndorsementSerializer},
    )
)
class EndorsementViewSet(ReadOnlyModelViewSet[Endorsement]):
    """Who may be quoted where. POST finds the open ask of this kind, or puts one on record."""

    filterset_class = EndorsementFilter
    serializer_class = EndorsementSerializer
    queryset = (
        Endorsement.objects.filter(customer__erased_at=None)
        .select_related("customer", "recorded_by")
        .order_by("-pk")
    )

    def create(self, request: Request) -> Response:
        """201 for a new one, 200 for one that is on record; 422 for whom it may not be asked of now."""
        facts = _valid(EndorsementFactsSerializer(data=told(request.data)))
        said, now = facts.get("agreement"), timezone.now()
        try:
            row, is_new = asked_elsewhere.keep(
                customer=customer_named(facts["customer"]),
                kind=EndorsementKind(facts["kind"]),
                actor=key_of(request),
                now=now,
                agreement=Agreement(**said) if said else None,
                is_offered=facts["offered"],
            )
        except endorsing.NotWilling as refusal:
            raise Unprocessable({"customer": str(refusal)}) from refusal
        except endorsing.AskedLately as refusal:
            raise Unprocessable({"kind": str(refusal)}) from refusal
        except endorsing.NotSaid as missing:
            raise Unprocessable({f"agreement.{missing.field}": str(missing)}) from missing
        shown = self.get_serializer(self.get_queryset().get(pk=row.pk)).data
        return Response(shown, status=HTTPStatus.CREATED if is_new else HTTPStatus.OK)


@extend_schema_view(
    create=extend_schema(
        request=ReferralFactsSerializer, responses={201: ReferralSerializer, 200: ReferralSerializer}
    )
)
class ReferralViewSet(ReadOnlyModelViewSet[Referral]):
    """Who recommended whom, and what became of it. The same address of the same advocate is one referral."""

    filterset_class = ReferralFilter
    serializer_class = ReferralSerializer
    queryset = (
        Referral.objects.filter(advocate__erased_at=None)
        .select_related("advocate", "referred", "recorded_by")
        .order_by("-pk")
    )

    def create(self, request: Request) -> Response:
        """201 for a new one, 200 for one that is on record."""
        facts = _valid(ReferralFactsSerializer(data=told(request.data)))
        advocate, status = customer_named(facts.pop("advocate"), field="advocate"), HTTPStatus.CREATED
        try:
            row = referring.record(advocate=advocate, actor=key_of(request), now=timezone.now(), **facts)
        except referring.NobodyNamed as refusal:
            raise Unprocessable({"name": str(refusal)}) from refusal
        except referring.NotYet as refusal:
            raise Unprocessable({"named_on": str(refusal)}) from refusal
        except referring.NotPossible as refusal:
            raise Unprocessable({"advocate": str(refusal)}) from refusal
        except referring.KnownAlready as known:
            row, status = known.referral, HTTPStatus.OK
        return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data, status=status)


def _valid(sent: StrictSerializer) -> dict[str, Any]:
    if not sent.is_valid():
        raise Unprocessable(sentences(sent.errors))
    return dict(sent.validated_data)
