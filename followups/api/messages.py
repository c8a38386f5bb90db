"""Messages to customers by API: what was written to whom, and what became of it. Nothing here is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from followups.api.serializers import FollowUpCustomerSerializer, PersonSerializer
from followups.enums import MessageKind
from followups.models import Message
from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer


class MessageSerializer(serializers.ModelSerializer[Message]):
    """A message. `author` is null for the program, `reason` says why it did not leave; instants in UTC."""

    customer = FollowUpCustomerSerializer()
    author = PersonSerializer(allow_null=True)
    written_at = serializers.DateTimeField(source="planned_at")

    class Meta:
        model = Message
        fields: tuple[str, ...] = (
            "id",
            "state",
            "reason",
            "kind",
            "customer",
            "followup",
            "response",
            "template",
            "author",
            "language",
            "subject",
            "written_at",
            "send_after",
            "sent_at",
            "delivered_at",
            "bounced_at",
            "complained_at",
        )
        read_only_fields = fields


class MessageDetailSerializer(MessageSerializer):
    """A message with its words."""

    class Meta(MessageSerializer.Meta):
        fields = (*MessageSerializer.Meta.fields, "body")
        read_only_fields = fields


class MessageFilter(django_filters.FilterSet):
    """`?state=sent&customer=7`."""

    state = django_filters.MultipleChoiceFilter(
        choices=OutboxState.choices, help_text="May be repeated: any of these."
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=MessageKind.choices, help_text="May be repeated: any of these."
    )
    customer = django_filters.NumberFilter(field_name="customer", help_text="A customer's id.")
    followup = django_filters.NumberFilter(field_name="followup", help_text="A follow-up's id.")
    author = django_filters.NumberFilter(field_name="author", help_text="A person's id.")


class MessageViewSet(ReadOnlyModelViewSet[Message]):
    """What was written to customers besides surveys: by people, and by playbooks."""

    filterset_class = MessageFilter
    queryset = Message.objects.select_related("customer", "author").order_by("-pk")

    def get_serializer_class(self) -> type[BaseSerializer[Message]]:
        """The list leaves the words out."""
        return MessageDetailSerializer if self.action == "retrieve" else MessageSerializer
