"""Campaigns and invitations by API: read, filtered, paged; drafts written, campaigns paused."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from core.calendars import add_months, local_day, start_of_day
from customers.api.refusals import Unprocessable
from surveys.api.explaining import ExplanationSerializer, explained
from surveys.api.facts import CampaignFactsSerializer, facts_of
from surveys.api.filters import CampaignFilter, InvitationFilter
from surveys.api.serializers import (
    CampaignDetailSerializer,
    CampaignSerializer,
    FunnelSerializer,
    InvitationSerializer,
)
from surveys.domain import campaigns, drafting, funnel, reminders
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation
from team.api.pagination import NewestFirstPagination
from team.models import ApiKey, Program

if TYPE_CHECKING:
    from datetime import datetime

    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer

NAME_TAKEN = {"name": "Another campaign has this name."}


@extend_schema_view(
    create=extend_schema(request=CampaignFactsSerializer, responses={201: CampaignDetailSerializer}),
    partial_update=extend_schema(request=CampaignFactsSerializer, responses=CampaignDetailSerializer),
)
class CampaignViewSet(ReadOnlyModelViewSet[Campaign]):
    """Campaigns: whom they ask, when, and how far they have come.

    A program writes drafts and may pause; to activate, resume or end is left to people, who see what
    it will do.
    """

    filterset_class = CampaignFilter
    queryset = Campaign.objects.select_related("survey", "audience")

    def get_serializer_class(self) -> type[BaseSerializer[Campaign]]:
        """Counting is left to the single campaign."""
        return CampaignSerializer if self.action == "list" else CampaignDetailSerializer

    def create(self, request: Request) -> Response:
        """Store a draft; nobody is asked before a person activates it."""
        try:
            made = drafting.create(facts=facts_of(request, None), actor=_key(request), now=timezone.now())
        except drafting.NameTaken as taken:
            raise Unprocessable(NAME_TAKEN) from taken
        return Response(self._shown(made.pk), status=HTTPStatus.CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Change a draft. What runs is changed by people: it alters what is planned."""
        campaign = self.get_object()
        if campaign.state != CampaignState.DRAFT:
            raise Unprocessable({"state": "Only drafts are changed by API; this campaign has begun."})
        facts = facts_of(request, campaign)
        try:
            drafting.change(campaign=campaign, facts=facts, actor=_key(request), now=timezone.now())
        except drafting.NameTaken as taken:
            raise Unprocessable(NAME_TAKEN) from taken
        return Response(self._shown(campaign.pk))

    @extend_schema(request=None, responses=CampaignDetailSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str | None = None) -> Response:
        """Stop planning and sending at once; planned mails wait."""
        campaign = self.get_object()
        try:
            campaigns.pause(campaign=campaign, actor=_key(request), now=timezone.now())
        except campaigns.NotPossible as reason:
            raise Unprocessable({"state": str(reason)}) from reason
        return Response(self._shown(campaign.pk))

    @extend_schema(responses=FunnelSerializer, filters=False)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def funnel(self, request: Request, pk: str | None = None) -> Response:
        """How far it has come: in all, by segment, by day of the last year, and its reminders."""
        campaign = self.get_object()
        told = {
            "counts": funnel.of_campaign(campaign.pk),
            "by_stage": [_rate(stage, rate) for stage, rate in funnel.by_stage(campaign.pk)],
            "by_day": _days(campaign, now=timezone.now()),
            "reminders": reminders.counts(campaign),
        }
        return Response(FunnelSerializer(told).data)

    @extend_schema(
        parameters=[OpenApiParameter("customer", str, required=True, description="An id or an address.")],
        responses=ExplanationSerializer,
        filters=False,
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def explain(self, request: Request, pk: str | None = None) -> Response:
        """Why `?customer=` (an id or an e-mail address) is asked now or not: every rule, and when first."""
        return Response(explained(request, self.get_object()))

    def _shown(self, pk: int) -> Any:
        return CampaignDetailSerializer(self.get_queryset().get(pk=pk)).data


class InvitationViewSet(ReadOnlyModelViewSet[Invitation]):
    """Invitations, newest first: who was asked, or not and why, with every instant that is known."""

    filterset_class = InvitationFilter
    pagination_class = NewestFirstPagination
    queryset = Invitation.objects.select_related("customer__contact")
    serializer_class = InvitationSerializer


def _key(request: Request) -> ApiKey:
    """The key that asks. Raises NotAuthenticated; the permission has seen to it before."""
    if not isinstance(request.auth, ApiKey):
        raise NotAuthenticated
    return request.auth


def _rate(stage: str, rate: funnel.Rate) -> dict[str, Any]:
    interval = rate.interval
    ends = {"low": interval.low if interval else None, "high": interval.high if interval else None}
    return {"stage": stage, **asdict(rate), "rate": rate.percent, **ends}


def _days(campaign: Campaign, *, now: datetime) -> list[funnel.Day]:
    zone = ZoneInfo(Program.objects.current().time_zone)
    today = local_day(now, zone)
    since = start_of_day(add_months(today, -12), zone)
    return funnel.by_day(campaign.pk, since=since, zone=zone)
