"""Audiences, launches and filters as other programs read and send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.domain import audiences
from customers.models import Audience, Customer, Launch

if TYPE_CHECKING:
    from customers.domain.audiences import Field

RULES = """{"match": "all" or "any", "rules": [{"field": "country", "op": "in", "value": ["DE"]}, …]}."""


class AudienceSerializer(serializers.ModelSerializer[Audience]):
    """A saved audience, its rules and the same in words."""

    rules = serializers.DictField(help_text=RULES)
    described = serializers.SerializerMethodField(help_text="The rules in a sentence.")

    class Meta:
        model = Audience
        fields = ("id", "name", "description", "rules", "described", "created_at", "updated_at")
        read_only_fields = fields

    def get_described(self, audience: Audience) -> str:
        """The rules in a sentence."""
        return audiences.describe(audiences.parse(audience.rules))


class AudienceFactsSerializer(serializers.Serializer[Audience]):
    """An audience to save. What is missing in a change stays."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(required=False, allow_blank=True, max_length=300)
    rules = serializers.JSONField(required=False, help_text=RULES)


class FilterSerializer(serializers.Serializer[Customer]):
    """Rules that are not saved."""

    filter = serializers.JSONField(help_text=RULES)


class CountSerializer(serializers.Serializer[Customer]):
    """What rules come to."""

    total = serializers.IntegerField(help_text="All customers.")
    fits = serializers.IntegerField(help_text="Those who fit.")
    may_be_asked = serializers.IntegerField(help_text="Those of them who may be asked now.")
    described = serializers.CharField(help_text="The rules in a sentence.")


class OperatorSerializer(serializers.Serializer[Any]):
    """What may be said of a field."""

    key = serializers.CharField()
    words = serializers.CharField(source="label")
    takes = serializers.CharField(
        help_text="nothing, flag, choices, text, texts, number, numbers, day, days or count."
    )


class FieldSerializer(serializers.Serializer[Any]):
    """Something that rules may speak of. `event:<name>` is one for every name of an event."""

    key = serializers.CharField()
    words = serializers.CharField(source="label")
    kind = serializers.CharField()
    operators = OperatorSerializer(many=True)
    choices = serializers.SerializerMethodField(
        help_text="The values to choose from, null where any will do."
    )

    @extend_schema_field(serializers.ListField(child=serializers.JSONField(), allow_null=True))
    def get_choices(self, field: Field) -> list[Any] | None:
        """The values that can be chosen."""
        return [value for value, _ in field.choices()] if field.choices else None


class LaunchSerializer(serializers.ModelSerializer[Launch]):
    """A launch, and how many have its event by now."""

    class Meta:
        model = Launch
        fields = (
            "id", "title", "event_name", "audience", "occurred_at", "received_at", "key", "total", "reached",
            "finished_at",
        )  # fmt: skip
        read_only_fields = fields


class LaunchFactsSerializer(serializers.Serializer[Launch]):
    """A launch to announce. `key` is yours: sent twice, it is one launch."""

    title = serializers.CharField(max_length=200)
    event_name = serializers.CharField(max_length=64, default="feature_launched")
    audience = serializers.PrimaryKeyRelatedField(
        queryset=Audience.objects.all(), required=False, allow_null=True, help_text="Everybody, when missing."
    )
    occurred_at = serializers.DateTimeField(
        required=False, help_text="Now, when missing; it waits for its day."
    )
    key = serializers.CharField(required=False, allow_null=True, max_length=120)
