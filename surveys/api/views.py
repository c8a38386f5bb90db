"""Campaigns and invitations by API: read, filtered, paged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from rest_framework.viewsets import ReadOnlyModelViewSet

from mailroom.enums import OutboxState
from surveys.api.serializers import CampaignDetailSerializer, CampaignSerializer, InvitationSerializer
from surveys.enums import CampaignState, Reason
from surveys.models import Campaign, Invitation
from team.api.pagination import NewestFirstPagination

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer


class CampaignFilter(django_filters.FilterSet):
    """`?state=active`."""

    state = django_filters.MultipleChoiceFilter(
        choices=CampaignState.choices, help_text="May be repeated: any of these."
    )
    survey = django_filters.NumberFilter(field_name="survey", help_text="A survey's id.")


class CampaignViewSet(ReadOnlyModelViewSet[Campaign]):
    """Campaigns: whom they ask, when, and how far they have come."""

    filterset_class = CampaignFilter
    queryset = Campaign.objects.select_related("survey")

    def get_serializer_class(self) -> type[BaseSerializer[Campaign]]:
        """Counting is left to the single campaign."""
        return CampaignDetailSerializer if self.action == "retrieve" else CampaignSerializer


class InvitationFilter(django_filters.FilterSet):
    """`?campaign=3&state=sent&sent_since=2026-03-01T00:00:00Z`."""

    campaign = django_filters.NumberFilter(field_name="campaign", help_text="A campaign's id.")
    customer = django_filters.NumberFilter(field_name="customer", help_text="A customer's id.")
    state = django_filters.MultipleChoiceFilter(
        choices=OutboxState.choices, help_text="May be repeated: any of these."
    )
    reason = django_filters.MultipleChoiceFilter(
        choices=Reason.choices, help_text="May be repeated: any of these."
    )
    answered = django_filters.BooleanFilter(
        field_name="answered_at", lookup_expr="isnull", exclude=True, help_text="With an answer, or without."
    )
    sent_since = django_filters.IsoDateTimeFilter(
        field_name="sent_at", lookup_expr="gte", help_text="Sent at this instant or later."
    )


class InvitationViewSet(ReadOnlyModelViewSet[Invitation]):
    """Invitations, newest first: who was asked, or not and why, with every instant that is known."""

    filterset_class = InvitationFilter
    pagination_class = NewestFirstPagination
    queryset = Invitation.objects.select_related("customer")
    serializer_class = InvitationSerializer
