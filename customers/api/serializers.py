"""Customers, companies and events as other programs read them, and as they send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.scoring import Band, band_of
from customers.enums import Source
from customers.models import Account, Customer, Event

if TYPE_CHECKING:
    from datetime import date


class AccountSerializer(serializers.ModelSerializer[Account]):
    """A company."""

    manager = serializers.EmailField(source="manager.email", allow_null=True, default=None, read_only=True)

    class Meta:
        model = Account
        fields = (
            "id", "external_id", "name", "manager", "country", "industry", "annual_revenue", "currency",
            "renewal_on", "churned_on", "attributes", "created_at",
        )  # fmt: skip
        read_only_fields = fields


class CompanySerializer(serializers.ModelSerializer[Account]):
    """The company a customer belongs to, in short."""

    class Meta:
        model = Account
        fields = ("id", "external_id", "name")
        read_only_fields = fields


class CustomerSerializer(serializers.ModelSerializer[Customer]):
    """A customer. `renewal_on` and `churned_on` are their own; `renewal` is what counts."""

    account = CompanySerializer(read_only=True, allow_null=True)
    renewal = serializers.SerializerMethodField(help_text="The renewal date that counts.")
    last_surveyed_at = serializers.DateTimeField(source="contact.last_asked_at", default=None, read_only=True)
    next_survey_at = serializers.DateTimeField(
        source="contact.next_survey_at",
        default=None,
        read_only=True,
        help_text="The end of the quiet period; null or past: may be asked now.",
    )
    blocked_reason = serializers.CharField(source="contact.blocked_reason", default="", read_only=True)
    last_band = serializers.SerializerMethodField()

    class Meta:
        model = Customer
        fields = (
            "id", "external_id", "email", "name", "phone", "language", "time_zone", "country", "source",
            "account", "stage", "joined_on", "first_purchase_on", "last_purchase_on", "purchase_count",
            "renewal_on", "renewal", "churned_on", "opted_in_at", "opt_in_source", "attributes",
            "last_surveyed_at", "next_survey_at",
            "blocked_reason", "last_score", "last_band", "last_answered_at", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_renewal(self, customer: Customer) -> date | None:
        """Their own date, else the company's."""
        return customer.renewal_on or (customer.account.renewal_on if customer.account else None)

    @extend_schema_field(serializers.ChoiceField([band.value for band in Band], allow_null=True))
    def get_last_band(self, customer: Customer) -> str | None:
        """The latest answer's band, null without an answer."""
        return None if customer.last_score is None else band_of(customer.last_score).value


class AccountFactsSerializer(serializers.Serializer[Account]):
    """What may be said of a company, found by `external_id`, else by `name`. What is missing stays."""

    external_id = serializers.CharField(required=False, allow_null=True, max_length=120)
    name = serializers.CharField(required=False, max_length=200)
    manager = serializers.EmailField(required=False, allow_null=True, help_text="A staff member’s address.")
    country = serializers.CharField(required=False, allow_null=True, help_text="Two letters.")
    industry = serializers.CharField(required=False, allow_null=True, max_length=120)
    annual_revenue = serializers.DecimalField(14, 2, required=False, allow_null=True, min_value=0)
    currency = serializers.CharField(required=False, allow_null=True, help_text="Three letters.")
    renewal_on = serializers.DateField(required=False, allow_null=True)
    churned_on = serializers.DateField(required=False, allow_null=True)
    attributes = serializers.DictField(required=False, help_text="Merged with what is stored; null removes.")


class CustomerFactsSerializer(serializers.Serializer[Customer]):
    """What may be said of a customer, found by `external_id` or `email`. What is missing stays."""

    external_id = serializers.CharField(required=False, allow_null=True, max_length=120)
    email = serializers.EmailField(required=False)
    name = serializers.CharField(required=False, allow_null=True, max_length=200)
    phone = serializers.CharField(required=False, allow_null=True, max_length=40)
    language = serializers.CharField(required=False, allow_null=True, help_text="Like en or pt-br.")
    time_zone = serializers.CharField(required=False, allow_null=True, help_text="Like Europe/Berlin.")
    country = serializers.CharField(required=False, allow_null=True, help_text="Two letters.")
    source = serializers.ChoiceField(Source.choices, required=False)  # type: ignore[assignment]  # its name
    account = AccountFactsSerializer(required=False, allow_null=True)
    joined_on = serializers.DateField(required=False, allow_null=True)
    first_purchase_on = serializers.DateField(required=False, allow_null=True)
    last_purchase_on = serializers.DateField(required=False, allow_null=True)
    purchase_count = serializers.IntegerField(required=False, min_value=0)
    renewal_on = serializers.DateField(required=False, allow_null=True)
    churned_on = serializers.DateField(required=False, allow_null=True)
    opted_in = serializers.BooleanField(
        required=False, help_text="They agreed to be asked; now, unless a time is given."
    )
    opted_in_at = serializers.DateTimeField(required=False, allow_null=True, help_text="When they agreed.")
    opt_in_source = serializers.CharField(
        required=False, max_length=120, help_text="Where or how they agreed."
    )
    unsubscribed = serializers.BooleanField(
        required=False, help_text="True blocks the address. False changes nothing: a refusal stays."
    )
    last_surveyed_on = serializers.DateField(
        required=False, help_text="When another program asked them: only ever makes them quiet longer."
    )
    attributes = serializers.DictField(required=False, help_text="Merged with what is stored; null removes.")


class EventSerializer(serializers.ModelSerializer[Event]):
    """Something that happened to a customer."""

    class Meta:
        model = Event
        fields = ("id", "customer", "name", "occurred_at", "received_at", "payload", "key")
        read_only_fields = fields


class CustomerKeySerializer(serializers.Serializer[Customer]):
    """Whom an event happened to, by one of these."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    external_id = serializers.CharField(required=False, max_length=120)
    email = serializers.CharField(required=False, max_length=254)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Exactly one key."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Say who by one of id, external_id and email.")
        return attrs


class StrictSerializer(serializers.Serializer[Any]):
    """Unknown names are refused: a mistyped `occured_at` would be lost in silence."""

    def to_internal_value(self, data: object) -> dict[str, object]:
        """The values, each checked."""
        names = set(data) - set(self.fields) if isinstance(data, dict) else set()
        unknown = {name: ["There is no such field."] for name in sorted(names)}
        if unknown:
            raise serializers.ValidationError(unknown)
        value: dict[str, object] = super().to_internal_value(data)
        return value


class EventFactsSerializer(StrictSerializer):
    """An event to record. `key` is yours: sent twice, it is one event."""

    customer = CustomerKeySerializer()
    name = serializers.CharField(max_length=64, help_text="Like support_case_closed: a-z, 0-9 and _.")
    occurred_at = serializers.DateTimeField(required=False, help_text="Now, when missing.")
    payload = serializers.DictField(required=False)
    key = serializers.CharField(required=False, allow_null=True, max_length=120)
