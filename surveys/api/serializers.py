"""Campaigns and invitations as other programs read them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.models import Customer
from surveys.domain import describing, drafting, funnel, reminders
from surveys.models import Campaign, Invitation


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    """Whom a campaign asks, and when. Hours are the customer's local time; instants are in UTC.

    `audience` is a saved filter's id. `paused_reason` says why Closeloop paused it by itself.
    """

    survey_name = serializers.CharField(source="survey.name", read_only=True)
    schedule = serializers.SerializerMethodField(help_text="In words.")
    stages = serializers.ListField(child=serializers.CharField(), read_only=True)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(), read_only=True, help_text="Monday is 0."
    )
    wave_dates = serializers.ListField(child=serializers.DateField(), read_only=True)
    reminder_days = serializers.ListField(
        child=serializers.IntegerField(), read_only=True, help_text="Days after the first mail."
    )

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = (
            "id",
            "state",
            "survey_name",
            "schedule",
            *drafting.FACTS,
            "created_at",
            "activated_at",
            "ended_at",
            "paused_reason",
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
    proven = serializers.IntegerField(help_text="Of reached: the mail provider confirmed the delivery.")
    seen = serializers.IntegerField(help_text="Of reached: reported as opened. Machines open mails, too.")
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


class RateSerializer(serializers.Serializer[Any]):
    """A segment's response rate in percent, with its 95% interval (Wilson)."""

    stage = serializers.CharField()
    reached = serializers.IntegerField()
    answered = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class DaySerializer(serializers.Serializer[funnel.Day]):
    """Mails sent on one day in the program's time zone, and how many of those were answered by now."""

    on = serializers.DateField()
    sent = serializers.IntegerField()
    answered = serializers.IntegerField()


class RemindersSerializer(serializers.Serializer[reminders.ReminderCounts]):
    """Reminders by what became of them; `answered` are people who answered after one."""

    waiting = serializers.IntegerField()
    sent = serializers.IntegerField()
    unknown = serializers.IntegerField()
    failed = serializers.IntegerField()
    left_out = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    answered = serializers.IntegerField()


class FunnelSerializer(serializers.Serializer[Any]):
    """How far a campaign has come: in all, by the segment when asked, by day, and its reminders."""

    counts = CountsSerializer()
    by_stage = RateSerializer(many=True)
    by_day = DaySerializer(many=True)
    reminders = RemindersSerializer()


class InvitedSerializer(serializers.ModelSerializer[Customer]):
    """Whom the invitation is for. `last_surveyed_at` is when any campaign last asked them."""

    last_surveyed_at = serializers.DateTimeField(source="contact.last_asked_at", default=None, read_only=True)

    class Meta:
        model = Customer
        fields = ("id", "external_id", "name", "email", "last_surveyed_at")


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
            "variant",
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
