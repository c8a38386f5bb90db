"""Support cases and usage by API: sent in, read, filtered, paged."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.bodies import told
from customers.api.filters import LARGEST_ID, IdFilter
from customers.api.naming import customer_named, sentences
from customers.api.refusals import Unprocessable
from customers.api.serializers import CustomerKeySerializer, StrictSerializer
from customers.domain import cases, usage
from customers.enums import CaseState
from customers.models import SupportCase, UsageReading

if TYPE_CHECKING:
    from rest_framework.request import Request


class CaseSerializer(serializers.ModelSerializer[SupportCase]):
    """A case of the helpdesk; `reopened_by_us_at` says when a poor answer reopened it."""

    class Meta:
        model = SupportCase
        fields = (
            "id", "customer", "external_id", "state", "subject", "url", "opened_at", "closed_at",
            "reopened_at", "reopened_by_us_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class CaseFactsSerializer(StrictSerializer):
    """A case to keep, known by your `external_id`. What is not sent stays as it was."""

    customer = CustomerKeySerializer()
    external_id = serializers.CharField(max_length=120)
    state = serializers.ChoiceField(choices=CaseState.choices)
    at = serializers.DateTimeField(required=False, help_text="When it reached this state; now, when missing.")
    subject = serializers.CharField(required=False, allow_blank=True, max_length=300)
    url = serializers.URLField(required=False, allow_blank=True, max_length=500)


class UsageSerializer(serializers.ModelSerializer[UsageReading]):
    """How much of something a customer used by a day."""

    class Meta:
        model = UsageReading
        fields = ("id", "customer", "metric", "on", "value", "received_at")
        read_only_fields = fields


class UsageFactsSerializer(StrictSerializer):
    """A reading to store; a later one of the same metric and day replaces it."""

    customer = CustomerKeySerializer()
    metric = serializers.CharField(max_length=64, help_text="Like seats_used: a-z, 0-9 and _.")
    on = serializers.DateField()
    value = serializers.DecimalField(max_digits=16, decimal_places=4)


class CaseFilter(django_filters.FilterSet):
    """`?state=closed&customer=7`."""

    state = django_filters.ChoiceFilter(choices=CaseState.choices)
    customer = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")
    external_id = django_filters.CharFilter()

    class Meta:
        model = SupportCase
        fields: tuple[str, ...] = ()


class UsageFilter(django_filters.FilterSet):
    """`?metric=seats_used&customer=7`."""

    metric = django_filters.CharFilter()
    customer = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")
    since = django_filters.DateFilter(field_name="on", lookup_expr="gte", help_text="Of this day or later.")

    class Meta:
        model = UsageReading
        fields: tuple[str, ...] = ()


@extend_schema_view(create=extend_schema(request=CaseFactsSerializer, responses={200: CaseSerializer}))
class CaseViewSet(ReadOnlyModelViewSet[SupportCase]):
    """Support cases. POST finds by `external_id`, and changes or makes."""

    filterset_class = CaseFilter
    queryset = SupportCase.objects.all()
    serializer_class = CaseSerializer

    def create(self, request: Request) -> Response:
        """Keep a case: sent twice, it is one."""
        values = _valid(CaseFactsSerializer(data=told(request.data)))
        customer = customer_named(values.pop("customer"))
        try:
            case = cases.keep(customer=customer, now=timezone.now(), **values)
        except cases.OfSomebodyElse as refusal:
            raise Unprocessable({"external_id": "This is another customer's case."}) from refusal
        return Response(self.get_serializer(case).data, status=HTTPStatus.OK)


@extend_schema_view(create=extend_schema(request=UsageFactsSerializer, responses={200: UsageSerializer}))
class UsageViewSet(ReadOnlyModelViewSet[UsageReading]):
    """How much customers use, by metric and day."""

    filterset_class = UsageFilter
    queryset = UsageReading.objects.all()
    serializer_class = UsageSerializer

    def create(self, request: Request) -> Response:
        """Store a reading: sent twice, it is one."""
        values = _valid(UsageFactsSerializer(data=told(request.data)))
        customer = customer_named(values.pop("customer"))
        try:
            reading = usage.record(customer=customer, now=timezone.now(), **values)
        except usage.InvalidMetric as refusal:
            said = "Use 1 to 64 small letters, digits and underscores, like seats_used."
            raise Unprocessable({"metric": said}) from refusal
        return Response(self.get_serializer(reading).data, status=HTTPStatus.OK)


def _valid(sent: StrictSerializer) -> dict[str, Any]:
    if not sent.is_valid():
        raise Unprocessable(sentences(sent.errors))
    return dict(sent.validated_data)
