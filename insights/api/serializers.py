"""The numbers as other programs ask for them and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from core.statistics import Evidence
from customers.enums import Stage
from insights.api.fields import DayOrInstantField
from surveys.models import Campaign

if TYPE_CHECKING:
    from insights.domain.metrics import Metrics


class MetricsQuery(serializers.Serializer[Any]):
    """Which answers to count; nothing means all."""

    since = DayOrInstantField(
        required=False, help_text="From this local day or instant on. Days are those of the program's zone."
    )
    until = DayOrInstantField(required=False, help_text="Up to this day, included, or before this instant.")
    stage = serializers.ChoiceField(
        choices=Stage.choices, required=False, help_text="The stage that the customer was in when asked."
    )
    campaign = serializers.PrimaryKeyRelatedField(
        queryset=Campaign.objects.all(), required=False, help_text="A campaign's id."
    )


class IntervalSerializer(serializers.Serializer[Any]):
    """In which range the true value lies, with which confidence."""

    low = serializers.FloatField()
    high = serializers.FloatField()
    confidence = serializers.FloatField()


class ResultSerializer(serializers.Serializer[Any]):
    """A score with what it rests on."""

    n = serializers.IntegerField(help_text="How many answers count.")
    promoters = serializers.IntegerField(source="tally.promoters", help_text="Scores of 9 and 10.")
    passives = serializers.IntegerField(source="tally.passives", help_text="Scores of 7 and 8.")
    detractors = serializers.IntegerField(source="tally.detractors", help_text="Scores of 0 to 6.")
    nps = serializers.IntegerField(
        allow_null=True, help_text="Percent promoters minus percent detractors; null without answers."
    )
    interval = IntervalSerializer(
        allow_null=True, help_text="The adjusted Wald interval of the score; null without answers."
    )
    evidence = serializers.ChoiceField(
        choices=[(it.value, it.value) for it in Evidence],
        help_text="counts: under 10 answers, show no score; tentative: under 30; normal.",
    )


class StageResultSerializer(ResultSerializer):
    """The score of one lifecycle stage; `stage` is empty where it is not known."""

    stage = serializers.CharField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """A (stage, result) pair as one object."""
        stage, result = instance
        return {"stage": stage, **ResultSerializer(result).data}


class ReachSerializer(serializers.Serializer[Any]):
    """The mails that left in the time, whenever the answer came."""

    sent = serializers.IntegerField()
    bounced = serializers.IntegerField()
    asked = serializers.IntegerField(help_text="Sent and not bounced: what the rate is a share of.")
    answered = serializers.IntegerField(help_text="Of those asked.")
    unknown = serializers.IntegerField(help_text="Mails of which it is not known whether they were sent.")
    percent = serializers.FloatField(source="rate", allow_null=True, help_text="Null when nobody was asked.")
    interval = IntervalSerializer(allow_null=True, help_text="The rate's Wilson interval, in percent.")


class MetricsSerializer(ResultSerializer):
    """The numbers of a stretch of time; `since` and `until` as instants in UTC, `until` excluded."""

    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    stage = serializers.CharField(allow_null=True)
    campaign = serializers.IntegerField(allow_null=True)
    distribution = serializers.ListField(
        child=serializers.IntegerField(), help_text="Eleven numbers of answers, for the scores 0 to 10."
    )
    response_rate = ReachSerializer()
    stages = StageResultSerializer(many=True, help_text="Stages with at least one answer.")

    def to_representation(self, instance: Metrics) -> dict[str, Any]:
        """Scope, score, spread, response rate and stages as one object."""
        instants = serializers.DateTimeField(allow_null=True)
        window, scope = instance.window, instance.scope
        ends = {"since": window.since, "until": window.until}
        return {
            **{name: None if end is None else instants.to_representation(end) for name, end in ends.items()},
            "stage": scope.stage or None,
            "campaign": scope.campaign_id,
            **ResultSerializer(instance.whole).data,
            "distribution": instance.distribution,
            "response_rate": ReachSerializer(instance.reach).data,
            "stages": StageResultSerializer(instance.stages, many=True).data,
        }
