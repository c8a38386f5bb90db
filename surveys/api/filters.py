"""How lists of campaigns and invitations are narrowed by API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters

from customers.enums import Stage
from mailroom.enums import OutboxState
from surveys.domain import comparing
from surveys.enums import CampaignChannel, CampaignState, Reason
from surveys.models import Invitation

if TYPE_CHECKING:
    from surveys.querysets import CampaignQuerySet, InvitationQuerySet


class CampaignFilter(django_filters.FilterSet):
    """`?state=active&stage=renewal`."""

    state = django_filters.MultipleChoiceFilter(
        choices=CampaignState.choices, help_text="May be repeated: any of these."
    )
    channel = django_filters.ChoiceFilter(choices=CampaignChannel.choices)
    stage = django_filters.ChoiceFilter(
        choices=Stage.choices, method="by_stage", help_text="Those that ask it, alone or among others."
    )
    survey = django_filters.NumberFilter(field_name="survey", help_text="A survey's id.")

    def by_stage(self, rows: CampaignQuerySet, name: str, value: str) -> CampaignQuerySet:
        """Keep those that ask a stage."""
        return rows.filter(pk__in=comparing.asking(value))


class InvitationFilter(django_filters.FilterSet):
    """`?campaign=3&state=sent&sent_since=2026-03-01T00:00:00Z`."""

    campaign = django_filters.NumberFilter(field_name="campaign", help_text="A campaign's id.")
    customer = django_filters.NumberFilter(field_name="customer", help_text="A customer's id.")
    state = django_filters.MultipleChoiceFilter(
        choices=OutboxState.choices, help_text="May be repeated: any of these."
    )
    reason = django_filters.MultipleChoiceFilter(
        choices=Reason.choices, method="by_reason", help_text="May be repeated: any of these."
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices, help_text="The segment when asked.")
    answered = django_filters.BooleanFilter(
        field_name="answered_at", lookup_expr="isnull", exclude=True, help_text="With an answer, or without."
    )
    sent_since = django_filters.IsoDateTimeFilter(
        field_name="sent_at", lookup_expr="gte", help_text="Sent at this instant or later."
    )
    last_surveyed_before = django_filters.IsoDateTimeFilter(
        field_name="customer__contact__last_asked_at",
        lookup_expr="lt",
        help_text="The customer was last asked, by any campaign, before this instant.",
    )
    last_surveyed_after = django_filters.IsoDateTimeFilter(
        field_name="customer__contact__last_asked_at",
        lookup_expr="gte",
        help_text="The customer was last asked, by any campaign, at this instant or later.",
    )

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = ()

    def by_reason(self, rows: InvitationQuerySet, name: str, values: list[str]) -> InvitationQuerySet:
        """Keep those of any of these reasons; no choice keeps all."""
        return rows.for_reasons(values) if values else rows
