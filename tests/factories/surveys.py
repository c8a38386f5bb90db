"""Surveys, campaigns and invitations for tests."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from mailroom.enums import OutboxState
from surveys.domain import texts
from surveys.enums import CampaignChannel, CampaignState, DateField, PlacementKind, ScheduleKind
from surveys.models import Campaign, Invitation, Placement, QuietException, Reminder, Survey
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

ANY_HOUR = time(0)


class SurveyFactory(DjangoModelFactory[Survey]):
    """A survey with our own words in English and German."""

    class Meta:
        model = Survey

    name = Sequence(lambda n: f"Relationship {n}")

    @classmethod
    def _create(cls, model_class: type[Survey], *args: Any, **kwargs: Any) -> Survey:
        survey: Survey = super()._create(model_class, *args, **kwargs)
        texts.add_defaults(survey=survey)
        return survey


class CampaignFactory(DjangoModelFactory[Campaign]):
    """An active date campaign: 60 days before renewal, any stage, any hour of any day."""

    class Meta:
        model = Campaign

    survey = SubFactory(SurveyFactory)
    name = Sequence(lambda n: f"Before renewal {n}")
    state = CampaignState.ACTIVE
    schedule_kind = ScheduleKind.DATE
    date_field: str = DateField.RENEWAL
    offset_days = -60
    opens_at = ANY_HOUR
    closes_at = ANY_HOUR
    weekdays = LazyFunction(lambda: list(range(7)))
    activated_at = NOW - timedelta(days=1)


class EventCampaignFactory(CampaignFactory):
    """An active event campaign: a day after a closed support case."""

    name = Sequence(lambda n: f"After support {n}")
    schedule_kind = ScheduleKind.EVENT
    date_field = ""
    event_name = "support_case_closed"
    delay_hours = 24


class WidgetCampaignFactory(CampaignFactory):
    """An active campaign that asks on a website. `channel="link"` or `"manual"`: elsewhere."""

    name = Sequence(lambda n: f"On the website {n}")
    channel = CampaignChannel.WIDGET
    schedule_kind = ScheduleKind.NONE
    date_field = ""


class WidgetFactory(DjangoModelFactory[Placement]):
    """A widget that https://shop.example may embed."""

    class Meta:
        model = Placement

    campaign = SubFactory(WidgetCampaignFactory)
    kind = PlacementKind.WIDGET
    name = Sequence(lambda n: f"Shop {n}")
    origins = LazyFunction(lambda: ["https://shop.example"])


class LinkFactory(DjangoModelFactory[Placement]):
    """A public link."""

    class Meta:
        model = Placement

    campaign = SubFactory(WidgetCampaignFactory, channel=CampaignChannel.LINK)
    kind = PlacementKind.LINK
    name = Sequence(lambda n: f"Lobby {n}")
    slug = Sequence(lambda n: f"lobby-{n}")


class CycleCampaignFactory(CampaignFactory):
    """An active cycle: every six months from New Year's Day on, at any hour of any day."""

    name = Sequence(lambda n: f"Every half year {n}")
    schedule_kind = ScheduleKind.CYCLE
    date_field = ""
    offset_days = 0
    cycle_months = 6
    cycle_anchor_on = date(2026, 1, 1)


class WaveCampaignFactory(CampaignFactory):
    """An active wave campaign: one wave, today."""

    name = Sequence(lambda n: f"Wave {n}")
    schedule_kind = ScheduleKind.WAVE
    date_field = ""
    offset_days = 0
    wave_dates = LazyFunction(lambda: [NOW.date().isoformat()])


class InvitationFactory(DjangoModelFactory[Invitation]):
    """A planned invitation that is due now."""

    class Meta:
        model = Invitation

    campaign = SubFactory(CampaignFactory)
    customer = SubFactory(CustomerFactory)
    occasion = Sequence(lambda n: f"test:{n}")
    state = OutboxState.PLANNED
    reason = ""
    attempts = 0
    planned_at = NOW
    send_after = NOW


class SentInvitationFactory(InvitationFactory):
    """An invitation that left an hour ago, with its frozen stage and attributes."""

    state = OutboxState.SENT
    contact = LazyAttribute(lambda row: row.customer.contact)
    stage = LazyAttribute(lambda row: row.customer.stage)
    attributes = LazyAttribute(lambda row: row.customer.attributes)
    claimed_at = NOW - timedelta(hours=1)
    attempt_started_at = NOW - timedelta(hours=1)
    sent_at = NOW - timedelta(hours=1)
    attempts = 1


class ReminderFactory(DjangoModelFactory[Reminder]):
    """The first reminder of a mail that left a week ago: planned, and due now."""

    class Meta:
        model = Reminder

    invitation = SubFactory(
        SentInvitationFactory,
        campaign__reminder_days=[7],
        sent_at=NOW - timedelta(days=7),
        attempt_started_at=NOW - timedelta(days=7),
        claimed_at=NOW - timedelta(days=7),
    )
    number = 1
    state = OutboxState.PLANNED
    reason = ""
    attempts = 0
    planned_at = NOW
    send_after = NOW


class QuietExceptionFactory(DjangoModelFactory[QuietException]):
    """Three months instead of six, for a week. Needs a campaign or a contact."""

    class Meta:
        model = QuietException

    months = 3
    reason = "The board wants to hear from them each quarter."
    granted_at = NOW - timedelta(days=1)
    until = NOW + timedelta(days=7)
