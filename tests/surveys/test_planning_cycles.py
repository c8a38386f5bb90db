"""Cycles: everybody on a day of their own, again and again, never lost to the six months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Contact, Customer
from customers.models.customer import SPREAD
from mailroom.enums import OutboxState
from surveys.domain import claiming, cycles, outlook, planning
from surveys.enums import QuietRule
from surveys.models import Invitation
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CycleCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db


def spread_of(campaign: Campaign, day: date) -> int:
    """The lowest spread that has this day."""
    return next(cycles.periods(campaign, since=day, until=day)).first_spread(day)


def rows() -> list[tuple[str, str, str, str]]:
    found = Invitation.objects.select_related("customer").order_by("customer__name", "pk")
    return [(row.customer.name, row.occasion, row.state, row.reason) for row in found]


def test_plan_asks_on_everybodys_own_day(program: Program) -> None:
    """T40 T44 G58: a recurring campaign of any number of months, spread over the round."""
    campaign = CycleCampaignFactory.create()
    day = date(2026, 3, 10)
    CustomerFactory.create(name="Today", spread=spread_of(campaign, day))
    CustomerFactory.create(name="Tomorrow", spread=spread_of(campaign, day + timedelta(days=1)))
    CustomerFactory.create(name="Next week", spread=spread_of(campaign, day + timedelta(days=7)))
    CustomerFactory.create(name="Was before it began", spread=spread_of(campaign, day - timedelta(days=3)))

    planning.plan(campaign=campaign, now=NOW)

    assert rows() == [
        ("Today", "cycle:2026-01-01", "planned", ""),
        ("Tomorrow", "cycle:2026-01-01", "planned", ""),
    ]
    today = Invitation.objects.get(customer__name="Today")
    assert today.occasion_on == day
    assert today.send_after == datetime(2026, 3, 9, 23, tzinfo=UTC)
    # The round is open until the same customer's day in the next one: 68 of 184 days after 1 July.
    assert today.expires_at == datetime(2026, 9, 7, 22, tzinfo=UTC)


def test_plan_moves_on_to_the_next_allowed_weekday(program: Program) -> None:
    campaign = CycleCampaignFactory.create(weekdays=[2], opens_at="09:00", closes_at="17:00")
    campaign.refresh_from_db()
    CustomerFactory.create(spread=spread_of(campaign, date(2026, 3, 10)))

    planning.plan(campaign=campaign, now=NOW)

    # Tuesday's customer leaves on Wednesday at nine in Berlin.
    assert Invitation.objects.get().send_after == datetime(2026, 3, 11, 8, tzinfo=UTC)


def test_a_cycle_always_waits(program: Program) -> None:
    """G58: whatever the quiet rule says."""
    campaign = CycleCampaignFactory.create(quiet_rule=QuietRule.SKIP)
    later = NOW + timedelta(days=60)
    CustomerFactory.create(
        name="Ada", spread=spread_of(campaign, date(2026, 3, 10)),
        contact=ContactFactory.create(next_survey_at=later, last_asked_at=NOW - timedelta(days=120)),
    )  # fmt: skip

    planning.plan(campaign=campaign, now=NOW)

    assert rows() == [("Ada", "cycle:2026-01-01", "planned", "quiet_period")]
    assert Invitation.objects.get().send_after == later


def test_a_changed_cycle_cancels_what_was_planned_for_it(program: Program) -> None:
    campaign = CycleCampaignFactory.create()
    spread = spread_of(campaign, date(2026, 3, 10))
    CustomerFactory.create(name="Ada", spread=spread)
    planning.plan(campaign=campaign, now=NOW)

    campaign.cycle_months = 3
    campaign.save(update_fields=["cycle_months"])
    done = planning.plan(campaign=campaign, now=NOW)

    # The same round by its first day, and another day in it: 33 of 90 instead of 68 of 181.
    assert done.cancelled == 1
    assert rows() == [("Ada", "cycle:2026-01-01", "cancelled", "schedule_changed")]

    campaign.cycle_months = 6
    campaign.save(update_fields=["cycle_months"])
    planning.plan(campaign=campaign, now=NOW)

    assert rows() == [("Ada", "cycle:2026-01-01", "planned", "")]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spread=st.integers(0, SPREAD - 1),
    anchor=st.dates(date(2024, 8, 25), date(2025, 3, 5)),
    months=st.sampled_from([1, 3, 6, 12]),
)
def test_sql_and_python_agree_on_the_day(program: Program, spread: int, anchor: date, months: int) -> None:
    """G58: the day that SQL joins is the day that Python names."""
    Invitation.objects.all().delete()
    Customer.objects.all().delete()
    campaign = CycleCampaignFactory.create(cycle_anchor_on=anchor, cycle_months=months)
    CustomerFactory.create(spread=spread, email="", canonical_email=None, contact=None)
    period = list(cycles.periods(campaign, since=anchor, until=NOW.date() + timedelta(days=400)))[-1]
    day = period.day_of(spread)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    campaign.activated_at = noon - timedelta(days=1)

    planning.plan(campaign=campaign, now=noon)

    assert list(Invitation.objects.values_list("occasion", "occasion_on")) == [
        (f"cycle:{period.starts_on}", day)
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spread=st.integers(0, SPREAD - 1),
    anchor=st.dates(date(2025, 8, 25), date(2026, 3, 5)),
    delays=st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_every_six_months_and_once_in_six_months_never_exclude_each_other(
    program: Program, spread: int, anchor: date, delays: list[int]
) -> None:
    """G58 G61: four rounds, each asked once, six calendar months apart, although mails leave days late."""
    Invitation.objects.all().delete()
    Customer.objects.all().delete()
    campaign = CycleCampaignFactory.create(cycle_anchor_on=anchor)
    CustomerFactory.create(spread=spread)
    first = next(cycles.periods(campaign, since=anchor, until=anchor)).day_of(spread)
    now = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    campaign.activated_at = now - timedelta(days=1)
    campaign.save(update_fields=["activated_at"])
    asked: list[datetime] = []

    for delay in delays:
        planning.plan(campaign=campaign, now=now)
        row = Invitation.objects.get(state=OutboxState.PLANNED)
        now = max(now, row.send_after) + timedelta(days=delay)
        claim = claiming.claim(now=now)
        assert claim.claimed == 1, (asked, now, row.send_after, claim.verdicts)
        Invitation.objects.filter(pk=row.pk).update(state=OutboxState.SENT, sent_at=now)
        Contact.objects.update(last_asked_at=now)
        asked.append(now)
        # The next round's day, give or take.
        now = max(now, row.expires_at or now) + timedelta(hours=13)

    assert Invitation.objects.values("occasion").distinct().count() == len(asked) == 4


def test_outlook_of_a_cycle_counts_each_day(program: Program) -> None:
    """T44: what the coming days bring, day by day."""
    campaign = CycleCampaignFactory.create()
    for number in range(5):
        CustomerFactory.create(spread=spread_of(campaign, date(2026, 3, 10) + timedelta(days=3 * number)))

    ahead = outlook.outlook(campaign=campaign, now=NOW, days=30)

    assert ahead.by_day == {date(2026, 3, 10) + timedelta(days=3 * number): 1 for number in range(5)}
