"""What holds for every campaign and everybody: drawn at random, and looked at from two sides."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import calendars
from customers.enums import Stage
from customers.models import Contact, Customer, Event
from surveys.domain import cycles, outlook, planning, schedule
from surveys.enums import QuietRule, ScheduleKind
from surveys.models import Campaign, Invitation
from tests.factories.customers import ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import (
    CampaignFactory,
    CycleCampaignFactory,
    EventCampaignFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
BERLIN = ZoneInfo("Europe/Berlin")
KINDS = {
    ScheduleKind.DATE: CampaignFactory,
    ScheduleKind.EVENT: EventCampaignFactory,
    ScheduleKind.CYCLE: CycleCampaignFactory,
    ScheduleKind.WAVE: WaveCampaignFactory,
}
ZONES = ["", "Asia/Tokyo", "America/Los_Angeles"]
PEOPLE = st.fixed_dictionaries(
    {
        "days": st.integers(-20, 45),
        "spread": st.integers(0, 9_999),
        "stage": st.sampled_from([Stage.RENEWAL, Stage.LOSS]),
        "time_zone": st.sampled_from(ZONES),
        "hold": st.none() | st.integers(-5, 60),
        "blocked": st.booleans(),
        "paused": st.none() | st.integers(-3, 20),
    }
)
RULES = st.fixed_dictionaries(
    {
        "window_days": st.integers(0, 20),
        "quiet_rule": st.sampled_from(QuietRule.values),
        "stages": st.sampled_from([[], [Stage.RENEWAL]]),
        "sample_percent": st.sampled_from([100, 40]),
        "rotation": st.integers(1, 3),
        "weekdays": st.sampled_from([list(range(7)), [0, 1, 2, 3, 4], [2]]),
    }
)


def world(kind: ScheduleKind, rules: dict[str, Any], people: list[dict[str, Any]]) -> Campaign:
    """A campaign of this kind and these people, and nobody else."""
    for model in (Invitation, Event, Customer, Contact, Campaign):
        model.objects.all().delete()
    if kind != ScheduleKind.WAVE:
        rules = {**rules, "rotation": 1}
    campaign: Campaign = KINDS[kind].create(**rules, wave_dates=["2026-02-20", "2026-03-11", "2026-03-30"])
    for facts in people:
        hold, paused = facts["hold"], facts["paused"]
        contact = ContactFactory.create(
            next_survey_at=None if hold is None else NOW + timedelta(days=hold),
            paused_until=None if paused is None else NOW + timedelta(days=paused),
            blocked_reason="unsubscribed" if facts["blocked"] else "",
            blocked_at=NOW if facts["blocked"] else None,
        )
        day = TODAY + timedelta(days=facts["days"])
        customer = CustomerFactory.create(
            contact=contact, spread=facts["spread"], stage=facts["stage"], time_zone=facts["time_zone"],
            renewal_on=day + timedelta(days=60),
        )  # fmt: skip
        EventFactory.create(customer=customer, occurred_at=_noon(day) - timedelta(hours=24))
    return campaign


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def occasions(campaign: Campaign, until: datetime) -> int:
    """How many occasions there are until then: counted one by one, the plain and slow way."""
    if campaign.schedule_kind == ScheduleKind.EVENT:
        delay, window = timedelta(hours=campaign.delay_hours), timedelta(days=campaign.window_days)
        ends = [event.occurred_at + delay for event in Event.objects.all()]
        return sum(NOW - window < end <= until for end in ends)
    return sum(
        _is_due(campaign, day, calendars.zone_for(customer.time_zone, BERLIN), until)
        for customer in Customer.objects.all()
        for day in _days(campaign, customer)
    )


def _days(campaign: Campaign, customer: Customer) -> list[date]:
    if campaign.schedule_kind == ScheduleKind.DATE:
        assert customer.renewal_on
        return [customer.renewal_on - timedelta(days=60)]
    if campaign.schedule_kind == ScheduleKind.WAVE:
        return schedule.waves(campaign)
    rounds = cycles.periods(campaign, since=TODAY - timedelta(days=90), until=TODAY + timedelta(days=90))
    return [period.day_of(customer.spread) for period in rounds]


def _is_due(campaign: Campaign, day: date, zone: ZoneInfo, until: datetime) -> bool:
    if campaign.schedule_kind == ScheduleKind.CYCLE and day < calendars.local_day(
        campaign.activated_at or NOW, zone
    ):
        return False
    if day + timedelta(days=campaign.window_days) < calendars.local_day(NOW, zone):
        return False
    opens_at = schedule.opening(campaign, calendars.start_of_day(day, zone), zone)
    return max(opens_at, schedule.opening(campaign, NOW, zone) if opens_at < NOW else opens_at) <= until


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.mark.parametrize("kind", list(KINDS))
@examples(8)
@given(rules=RULES, people=st.lists(PEOPLE, min_size=1, max_size=8))
def test_the_sum_over_reasons_is_everybody_considered(
    program: Program, kind: ScheduleKind, rules: dict[str, Any], people: list[dict[str, Any]]
) -> None:
    """G60 T17: asked and not asked, by reason, are all that are due; the people shown have those reasons."""
    campaign = world(kind, rules, people)

    ahead = outlook.outlook(campaign=campaign, now=NOW, days=30)
    shown = outlook.samples(campaign=campaign, now=NOW, days=30, limit=100)

    assert ahead.considered == ahead.asked + sum(ahead.held.values())
    assert ahead.considered == occasions(campaign, NOW + timedelta(days=30))
    assert ahead.asked == sum(ahead.by_day.values())
    assert sum(len(people) for people in shown.values()) == ahead.considered
    assert ahead.held_today <= ahead.held


@pytest.mark.parametrize("kind", list(KINDS))
@examples(8)
@given(rules=RULES, people=st.lists(PEOPLE, min_size=1, max_size=8))
def test_planning_writes_what_the_outlook_counts_and_twice_changes_nothing(
    program: Program, kind: ScheduleKind, rules: dict[str, Any], people: list[dict[str, Any]]
) -> None:
    """G60: the preview is the plan, row by row; the second time there is nothing to do."""
    campaign = world(kind, rules, people)
    before = [person for group in samples_until_the_horizon(campaign).values() for person in group]

    first = planning.plan(campaign=campaign, now=NOW)
    rows = list(Invitation.objects.order_by("pk").values())
    again = planning.plan(campaign=campaign, now=NOW)

    assert first == planning.Planned(written=len(before), cancelled=0)
    assert Counter((row["customer_id"], row["state"], row["reason"], row["send_after"]) for row in rows) == (
        Counter((each.customer.pk, each.state.value, each.reason, each.send_after) for each in before)
    )
    assert (again, list(Invitation.objects.order_by("pk").values())) == (planning.Planned(), rows)


def samples_until_the_horizon(campaign: Campaign) -> dict[str, list[outlook.Person]]:
    """Everybody whom planning would write now."""
    horizon: Any = schedule.HORIZON / timedelta(days=1)
    return outlook.samples(campaign=campaign, now=NOW, days=horizon, limit=100)


@examples(12)
@given(rules=RULES, people=st.lists(PEOPLE, min_size=1, max_size=6), kind=st.sampled_from(list(KINDS)))
def test_whoever_is_planned_may_be_written_to_then(
    program: Program, rules: dict[str, Any], people: list[dict[str, Any]], kind: ScheduleKind
) -> None:
    """G28 G61: no planned mail leaves on a closed day, in a quiet period, in a pause, or too late."""
    campaign = world(kind, rules, people)

    planning.plan(campaign=campaign, now=NOW)

    for row in Invitation.objects.waiting().select_related("customer__contact"):
        contact, at = row.customer.contact, max(row.send_after, NOW)
        assert contact
        assert not contact.blocked_reason
        assert contact.next_survey_at is None or contact.next_survey_at <= at
        assert contact.paused_until is None or contact.paused_until <= at
        assert row.expires_at
        assert at < row.expires_at
        zone = calendars.zone_for(row.customer.time_zone, BERLIN)
        assert schedule.opening(campaign, at, zone) == at
