"""Waves: days of the calendar, groups that take turns."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core import calendars
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import claiming, planning, schedule
from surveys.enums import QuietRule
from surveys.models import Invitation
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import WaveCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db


def rows_of(campaign: Campaign) -> list[tuple[str, str, str, str]]:
    found = Invitation.objects.filter(campaign=campaign).select_related("customer")
    return [
        (row.customer.name, row.occasion, row.state, row.reason)
        for row in found.order_by("customer__name", "occasion")
    ]


def person_of_group(campaign: Campaign, group: int, **facts: object) -> Customer:
    spread = next(n for n in range(10_000) if schedule.group_of(campaign, n) == group)
    customer: Customer = CustomerFactory.create(spread=spread, **facts)
    return customer


def test_plan_asks_everybody_on_the_day_of_a_wave(program: Program) -> None:
    """G59 T44: fixed days of the calendar, in everybody's own zone, and only those that are near."""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-09-01", "2026-03-11"], window_days=10)
    CustomerFactory.create(name="Berlin")
    CustomerFactory.create(name="Tokyo", time_zone="Asia/Tokyo")

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [
        ("Berlin", "wave:2026-03-11", "planned", ""),
        ("Tokyo", "wave:2026-03-11", "planned", ""),
    ]
    berlin = Invitation.objects.get(customer__name="Berlin")
    assert (berlin.occasion_on, berlin.send_after, berlin.expires_at) == (
        date(2026, 3, 11),
        datetime(2026, 3, 10, 23, tzinfo=UTC),
        datetime(2026, 3, 21, 23, tzinfo=UTC),
    )
    assert Invitation.objects.get(customer__name="Tokyo").send_after == datetime(2026, 3, 10, 15, tzinfo=UTC)


def test_a_wave_is_over_when_its_window_is(program: Program) -> None:
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-01"], window_days=8)
    CustomerFactory.create(name="Ada")

    assert planning.plan(campaign=campaign, now=NOW).written == 0
    assert planning.plan(campaign=campaign, now=NOW - timedelta(days=1)).written == 1


def test_groups_take_turns(program: Program) -> None:
    """T45: wave number k asks the k-th group; the others are told apart as another wave's turn."""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-10", "2026-06-10", "2026-09-10"], rotation=2)
    person_of_group(campaign, 0, name="First")
    person_of_group(campaign, 1, name="Second")

    planning.plan(campaign=campaign, now=NOW)
    planning.plan(campaign=campaign, now=datetime(2026, 6, 10, 9, tzinfo=UTC))

    assert rows_of(campaign) == [
        ("First", "wave:2026-03-10", "planned", ""),
        ("First", "wave:2026-06-10", "skipped", "other_rotation"),
        ("Second", "wave:2026-03-10", "skipped", "other_rotation"),
        ("Second", "wave:2026-06-10", "planned", ""),
    ]


@pytest.mark.parametrize("rotation", [2, 3])
def test_a_rotation_asks_each_person_at_most_once_in_six_months(program: Program, rotation: int) -> None:
    """T45 G61: quarterly waves for two years; everybody is asked, nobody twice in six months."""
    days = [calendars.add_months(date(2026, 3, 10), 3 * number) for number in range(8)]
    campaign = WaveCampaignFactory.create(wave_dates=[str(day) for day in days], rotation=rotation)
    CustomerFactory.create_batch(30)
    CustomerFactory.create_batch(10, time_zone="Pacific/Auckland")
    CustomerFactory.create_batch(10, time_zone="America/Los_Angeles")
    asked = defaultdict(list)

    for day in days:
        for hour in (9, 33):
            now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)
            planning.plan(campaign=campaign, now=now)
            claim = claiming.claim(now=now)
            sent = Invitation.objects.filter(claim_token=claim.token)
            for customer_id in sent.values_list("customer_id", flat=True):
                asked[customer_id].append(calendars.local_day(now, ZoneInfo(program.time_zone)))
            contacts = list(sent.values_list("contact", flat=True))
            Contact.objects.filter(pk__in=contacts).update(last_asked_at=now)
            sent.update(state=OutboxState.SENT, sent_at=now)

    assert len(asked) == 50
    for times in asked.values():
        # Nobody loses a turn to the six months either, wherever they live.
        assert len(times) in {8 // rotation, 8 // rotation + 1}
        gaps = pairwise(times)
        assert all(calendars.add_months(first, 6) <= second for first, second in gaps)


def test_an_earlier_hold_that_ends_on_the_day_of_the_wave_costs_nobody_the_wave(program: Program) -> None:
    """G58 G59: on the boundary day one may ask, east of the program, too; a day later not."""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-11"])
    ends_at = datetime(2026, 3, 10, 23, tzinfo=UTC)
    for name, hold in (("On the day", ends_at), ("A day later", ends_at + timedelta(days=1))):
        contact = ContactFactory.create(next_survey_at=hold)
        CustomerFactory.create(name=name, time_zone="Asia/Tokyo", contact=contact)

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [
        ("A day later", "wave:2026-03-11", "skipped", "quiet_period"),
        ("On the day", "wave:2026-03-11", "planned", "quiet_period"),
    ]
    assert Invitation.objects.get(state="planned").send_after == ends_at


def test_a_wave_may_wait_for_the_end_of_a_quiet_period(program: Program) -> None:
    """G59: until the campaign may send again, and not where that is too late."""
    campaign = WaveCampaignFactory.create(
        quiet_rule=QuietRule.WAIT,
        window_days=11,
        weekdays=[0, 1, 2, 3, 4],
        opens_at=time(9),
        closes_at=time(17),
    )
    # Both holds end on a Saturday; the window closes after Saturday, 21 March.
    for name, days in (("Soon", 4), ("Late", 11)):
        contact = ContactFactory.create(next_survey_at=NOW + timedelta(days=days))
        CustomerFactory.create(name=name, contact=contact)

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [
        ("Late", "wave:2026-03-10", "skipped", "quiet_period"),
        ("Soon", "wave:2026-03-10", "planned", "quiet_period"),
    ]
    assert Invitation.objects.get(state="planned").send_after == datetime(2026, 3, 16, 8, tzinfo=UTC)


def test_a_wave_that_was_taken_off_the_calendar_is_cancelled_and_comes_back(program: Program) -> None:
    """G59: editing the days moves what is planned."""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-10", "2026-03-11"])
    CustomerFactory.create(name="Ada")
    planning.plan(campaign=campaign, now=NOW)

    campaign.wave_dates = ["2026-03-10"]
    campaign.save(update_fields=["wave_dates"])
    done = planning.plan(campaign=campaign, now=NOW)

    assert done == planning.Planned(written=0, cancelled=1)
    assert rows_of(campaign) == [
        ("Ada", "wave:2026-03-10", "planned", ""),
        ("Ada", "wave:2026-03-11", "cancelled", "schedule_changed"),
    ]

    campaign.wave_dates = ["2026-03-10", "2026-03-11"]
    campaign.save(update_fields=["wave_dates"])

    assert planning.plan(campaign=campaign, now=NOW) == planning.Planned(written=1, cancelled=0)
