"""Campaigns and invitations as other programs read them. Nothing here is written."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.models import Customer
from surveys.domain import describing, funnel
from surveys.models import Campaign, Invitation


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    """Whom a campaign asks, and when. Hours are the customer's local time; instants are in UTC."""

    survey_name = serializers.CharField(source="survey.name")
    schedule = serializers.SerializerMethodField(help_text="In words.")

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = (
            "id",
            "name",
            "state",
            "survey",
            "survey_name",
            "schedule",
            "schedule_kind",
            "event_name",
            "delay_hours",
            "include_backlog",
            "date_field",
            "offset_days",
            "window_days",
            "stages",
            "priority",
            "quiet_rule",
            "daily_cap",
            "weekdays",
            "opens_at",
            "closes_at",
            "link_days",
            "created_at",
            "activated_at",
            "ended_at",
        )
        read_only_fields = fields

    def get_schedule(self, campaign: Campaign) -> str:
        """When somebody is due."""
        return describing.schedule(campaign)


class CountsSerializer(serializers.Serializer[funnel.Funnel]):
    """Invitations by what became of them; `rate` is answered in percent of reached (sent, not bounced)."""

    waiting = serializers.IntegerField()
    sending = serializers.IntegerField()
    sent = serializers.IntegerField()
    bounced = serializers.IntegerField()
    reached = serializers.IntegerField()
    answered = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)
    unknown = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    expired = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class CampaignDetailSerializer(CampaignSerializer):
    """A campaign with how far it has come."""

    counts = serializers.SerializerMethodField()

    class Meta(CampaignSerializer.Meta):
        fields = (*CampaignSerializer.Meta.fields, "counts")
        read_only_fields = fields

    @extend_schema_field(CountsSerializer)
    def get_counts(self, campaign: Campaign) -> Any:
        """The funnel."""
        return CountsSerializer(funnel.of_campaign(campaign.pk)).data


class InvitedSerializer(serializers.ModelSerializer[Customer]):
    """Whom the invitation is for."""

    class Meta:
        model = Customer
        fields = ("id", "external_id", "name", "email")


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """One customer's invitation: what became of it and when. Instants are in UTC, null until they happen.

    `queued_at` is when it was planned, `opened_at` when the mail was, `started_at` when the answer page was.
    """

    customer = InvitedSerializer()
    queued_at = serializers.DateTimeField(source="planned_at")

    class Meta:
        model = Invitation
        fields = (
            "id",
            "campaign",
            "customer",
            "state",
            "reason",
            "occasion",
            "occasion_on",
            "stage",
            "attempts",
            "queued_at",
            "send_after",
            "expires_at",
            "sent_at",
            "delivered_at",
            "bounced_at",
            "complained_at",
            "opened_at",
            "clicked_at",
            "started_at",
            "answered_at",
        )
        read_only_fields = fields
