"""Follow-ups as other programs read them. Nothing here is written: people work follow-ups in the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.scoring import Band
from customers.models import Customer
from followups.domain import recovering, risk, telling
from followups.enums import Recovery
from followups.models import Activity, FollowUp
from responses.models import Response
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime


class PersonSerializer(serializers.ModelSerializer[User]):
    """Somebody of the staff."""

    class Meta:
        model = User
        fields = ("id", "name", "email")


class FollowUpCustomerSerializer(serializers.ModelSerializer[Customer]):
    """Whose answer it was."""

    class Meta:
        model = Customer
        fields = ("id", "external_id", "name", "email")


class FollowUpAnswerSerializer(serializers.ModelSerializer[Response]):
    """The answer as it stands now."""

    band = serializers.ChoiceField(choices=[(band.value, band.label) for band in Band], read_only=True)

    class Meta:
        model = Response
        fields = ("id", "score", "band", "reason", "contact_me", "answered_at", "revised_at")


class ReasonSerializer(serializers.Serializer[dict[str, Any]]):
    """One reason of the priority."""

    code = serializers.CharField()
    points = serializers.IntegerField()
    words = serializers.CharField()


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """One line of the history. `actor` is null for the machine."""

    actor = PersonSerializer(allow_null=True)
    headline = serializers.SerializerMethodField()

    class Meta:
        model = Activity
        fields = ("id", "at", "kind", "headline", "note", "actor")

    def get_headline(self, activity: Activity) -> str:
        """What happened, in words."""
        return telling.headline(activity)


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    """A follow-up. `due_at` is when its next thing is due; instants are in UTC."""

    customer = FollowUpCustomerSerializer(allow_null=True)
    response = FollowUpAnswerSerializer()
    assignee = PersonSerializer(allow_null=True)
    accountable = PersonSerializer(allow_null=True)
    priority_reasons = ReasonSerializer(many=True)
    due_at = serializers.SerializerMethodField(
        help_text="When its next thing is due; null once it is closed."
    )
    churn_risk = serializers.SerializerMethodField(
        help_text="The answer is a detractor’s, of a customer who has not left yet: they may."
    )
    recovery = serializers.SerializerMethodField(
        help_text="What the customer’s next answer said; null while they were not asked again."
    )

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = (
            "id",
            "state",
            "customer",
            "response",
            "opening_score",
            "assignee",
            "accountable",
            "priority",
            "priority_reasons",
            "churn_risk",
            "opened_at",
            "contact_due_at",
            "resolve_due_at",
            "due_at",
            "first_contact_at",
            "wait_until",
            "closed_at",
            "root_cause",
            "outcome",
            "recovery",
            "later_response",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_due_at(self, followup: FollowUp) -> datetime | None:
        """When the next thing is due."""
        return None if followup.is_closed else followup.due_at

    @extend_schema_field(serializers.ChoiceField(choices=Recovery.choices, allow_null=True))
    def get_recovery(self, followup: FollowUp) -> str | None:
        """Whether they were won back."""
        return recovering.told(followup)

    def get_churn_risk(self, followup: FollowUp) -> bool:
        """Whether the answer says that they may leave."""
        customer = followup.customer
        return risk.is_churn_risk(followup.response.score, customer.stage if customer else "")


class FollowUpDetailSerializer(FollowUpSerializer):
    """A follow-up with its history, the oldest line first."""

    activities = ActivitySerializer(many=True)

    class Meta(FollowUpSerializer.Meta):
        fields = (*FollowUpSerializer.Meta.fields, "activities")
        read_only_fields = fields
