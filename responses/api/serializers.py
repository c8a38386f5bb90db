"""Answers as other programs read them. Nothing here is written: only the customer gives an answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.scoring import Band
from customers.models import Customer
from responses.domain import answers, themes
from responses.enums import TagOrigin
from responses.models import Answer, Response, ResponseTheme, Revision
from surveys.enums import QuestionKind
from surveys.models import Campaign, Invitation, Placement


class AnsweringCustomerSerializer(serializers.ModelSerializer[Customer]):
    """Who answered; empty fields once they were erased."""

    class Meta:
        model = Customer
        fields = ("id", "external_id", "name", "email")


class AskingCampaignSerializer(serializers.ModelSerializer[Campaign]):
    """What asked."""

    class Meta:
        model = Campaign
        fields = ("id", "name")


class AskingPlacementSerializer(serializers.ModelSerializer[Placement]):
    """The widget or the public link that asked."""

    class Meta:
        model = Placement
        fields = ("id", "kind", "name")


class AnsweredInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """How the answer came about: instants in UTC, null where unknown."""

    queued_at = serializers.DateTimeField(source="planned_at")

    class Meta:
        model = Invitation
        fields = (
            "id",
            "occasion",
            "queued_at",
            "sent_at",
            "delivered_at",
            "bounced_at",
            "opened_at",
            "started_at",
            "answered_at",
        )


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """An answer to an extra question: `value` is a choice's code, a number from 1 to 5, or words."""

    question = serializers.CharField(source="question.key", help_text="The question's key.")
    kind = serializers.ChoiceField(source="question.kind", choices=QuestionKind.choices)
    value = serializers.SerializerMethodField(method_name="one_value")

    class Meta:
        model = Answer
        fields = ("question", "kind", "value")

    def one_value(self, answer: Answer) -> str | int:
        """What was answered."""
        return answers.value_of(answer)


class TagSerializer(serializers.ModelSerializer[ResponseTheme]):
    """A theme of an answer: `by` a rule, which `found` words of the answer, or by a person or a playbook."""

    key = serializers.CharField(source="theme.code", help_text="The theme's key; its name may change.")
    name = serializers.CharField(source="theme.name")
    by = serializers.ChoiceField(source="origin", choices=TagOrigin.choices)

    class Meta:
        model = ResponseTheme
        fields = ("key", "name", "by", "found")


class VersionSerializer(serializers.ModelSerializer[Revision]):
    """One version of an answer."""

    class Meta:
        model = Revision
        fields = ("number", "score", "reason", "contact_me", "answers", "recorded_at")


class ResponseSerializer(serializers.ModelSerializer[Response]):
    """An answer as it stands now; `stage` and `attributes` are those of the moment of asking."""

    customer = AnsweringCustomerSerializer(allow_null=True)
    campaign = AskingCampaignSerializer()
    invitation = AnsweredInvitationSerializer(allow_null=True)
    placement = AskingPlacementSerializer(allow_null=True)
    answers = AnswerSerializer(many=True)
    themes = serializers.SerializerMethodField(method_name="all_themes")
    band = serializers.ChoiceField(choices=[(band.value, band.label) for band in Band], read_only=True)

    class Meta:
        model = Response
        fields: tuple[str, ...] = (
            "id",
            "score",
            "band",
            "reason",
            "contact_me",
            "answers",
            "themes",
            "language",
            "channel",
            "placement",
            "page_url",
            "typed_email",
            "customer",
            "campaign",
            "invitation",
            "stage",
            "attributes",
            "state",
            "excluded_reason",
            "origin",
            "answered_at",
            "revised_at",
        )
        read_only_fields = fields

    @extend_schema_field(TagSerializer(many=True))
    def all_themes(self, response: Response) -> Any:
        """What the answer speaks of."""
        return TagSerializer(themes.links_of(response), many=True).data


class ResponseDetailSerializer(ResponseSerializer):
    """An answer with all its versions, the first one first."""

    versions = VersionSerializer(source="revisions", many=True)

    class Meta(ResponseSerializer.Meta):
        fields = (*ResponseSerializer.Meta.fields, "versions")
        read_only_fields = fields
