"""Deadlines in business hours: weekends, holidays, changes of the clocks, zones, odd hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from followups.domain import sla
from followups.enums import FollowUpState
from team.models import Holiday
from tests.factories.followups import FollowUpFactory, OfficeHoursFactory, SlaPolicyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp, SlaPolicy
    from team.models import Program

WEEK = {str(day): ["09:00", "17:00"] for day in range(5)}
SHORT_FRIDAY = {**WEEK, "4": ["09:00", "12:00"]}
NIGHTS = {str(day): ["22:00", "06:00"] for day in range(5)}
ALWAYS = {str(day): ["00:00", "00:00"] for day in range(7)}
SATURDAY_NIGHT = {"5": ["22:00", "06:00"]}
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
SYDNEY, KATHMANDU = "Australia/Sydney", "Asia/Kathmandu"

CASES = [
    # (what, zone, week, opened, hours to the contact, due), local times of that zone; an offset picks a fold.
    ("within a day", BERLIN, WEEK, "2026-03-10T10:00", 4, "2026-03-10T14:00"),
    ("over the night", BERLIN, WEEK, "2026-03-10T15:00", 4, "2026-03-11T11:00"),
    ("opened at night", BERLIN, WEEK, "2026-03-10T03:00", 1, "2026-03-10T10:00"),
    ("over the weekend", BERLIN, WEEK, "2026-03-13T16:00", 2, "2026-03-16T10:00"),
    ("opened on Saturday", BERLIN, WEEK, "2026-03-14T12:00", 2, "2026-03-16T11:00"),
    ("opened on Sunday at midnight", BERLIN, WEEK, "2026-03-15T00:00", 8, "2026-03-16T17:00"),
    ("a short Friday", BERLIN, SHORT_FRIDAY, "2026-03-13T11:00", 2, "2026-03-16T10:00"),
    # The closing minute and the opening minute.
    ("due as it closes", BERLIN, WEEK, "2026-03-10T09:00", 8, "2026-03-10T17:00"),
    ("opened in the last minute", BERLIN, WEEK, "2026-03-10T16:59", 1, "2026-03-11T09:59"),
    ("opened as it closes", BERLIN, WEEK, "2026-03-10T17:00", 1, "2026-03-11T10:00"),
    ("opened as it opens", BERLIN, WEEK, "2026-03-10T09:00", 1, "2026-03-10T10:00"),
    # Holidays: Good Friday and Easter Monday everywhere, May Day in Germany.
    ("over Easter", BERLIN, WEEK, "2026-04-02T16:00", 2, "2026-04-07T10:00"),
    ("opened on a holiday", BERLIN, WEEK, "2026-04-06T11:00", 1, "2026-04-07T10:00"),
    ("over May Day", BERLIN, WEEK, "2026-04-30T16:30", 1, "2026-05-04T09:30"),
    # The clocks go forward on Sunday, March 29 and back on Sunday, October 25, 2026.
    ("the weekend of the spring change", BERLIN, WEEK, "2026-03-27T16:00", 2, "2026-03-30T10:00"),
    ("the weekend of the autumn change", BERLIN, WEEK, "2026-10-23T16:00", 2, "2026-10-26T10:00"),
    ("the spring change, around the clock", BERLIN, ALWAYS, "2026-03-28T12:00", 23, "2026-03-29T12:00"),
    ("the autumn change, around the clock", BERLIN, ALWAYS, "2026-10-24T12:00", 25, "2026-10-25T12:00"),
    # From ten to six: seven hours of work in the spring night, nine in the autumn night.
    ("a night of the spring change", BERLIN, SATURDAY_NIGHT, "2026-03-28T22:00", 7, "2026-03-29T06:00"),
    ("more than a spring night", BERLIN, SATURDAY_NIGHT, "2026-03-28T22:00", 8, "2026-04-04T23:00"),
    ("a night of the autumn change", BERLIN, SATURDAY_NIGHT, "2026-10-24T22:00", 9, "2026-10-25T06:00"),
    ("the hour that comes twice", BERLIN, ALWAYS, "2026-10-25T01:00", 2, "2026-10-25T02:00+01:00"),
    ("New York's own spring change", NEW_YORK, ALWAYS, "2026-03-07T12:00", 23, "2026-03-08T12:00"),
    ("Sydney's spring is in October", SYDNEY, ALWAYS, "2026-10-03T12:00", 23, "2026-10-04T12:00"),
    # Other zones, and windows over midnight: they belong to the day they began on.
    ("New York's morning", NEW_YORK, WEEK, "2026-03-10T03:00", 1, "2026-03-10T10:00"),
    ("Sydney's weekend", SYDNEY, WEEK, "2026-03-13T16:30", 1, "2026-03-16T09:30"),
    ("a quarter of an hour off", KATHMANDU, WEEK, "2026-03-10T16:45", 1, "2026-03-11T09:45"),
    ("before midnight", BERLIN, NIGHTS, "2026-03-10T23:00", 2, "2026-03-11T01:00"),
    ("after midnight", BERLIN, NIGHTS, "2026-03-11T05:00", 2, "2026-03-11T23:00"),
    ("Friday's night ends on Saturday", BERLIN, NIGHTS, "2026-03-14T05:00", 2, "2026-03-16T23:00"),
    ("a holiday's night stays dark", BERLIN, NIGHTS, "2026-04-03T04:00", 4, "2026-04-08T00:00"),
]


def local(text: str, zone: str) -> datetime:
    """An instant as the clocks of a zone show it; of two with the same face the first."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026, UTC. Berlin is one hour ahead until the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def holidays(program: Program) -> None:
    """Easter everywhere, May Day in Germany, Anzac Day in Australia."""
    days = [("", "2026-04-03"), ("", "2026-04-06"), ("DE", "2026-05-01"), ("AU", "2026-04-25")]
    Holiday.objects.bulk_create(Holiday(country=country, on=on, name="Off") for country, on in days)


@pytest.mark.parametrize(
    ("zone", "week", "opened", "hours", "due"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_due_times(
    holidays: None, zone: str, week: dict[str, list[str]], opened: str, hours: int, due: str
) -> None:
    """G44 G51: weekends, holidays, both changes of the clocks, zones, closing minutes, midnight."""
    office = OfficeHoursFactory.create(time_zone=zone, week=week, country="DE")
    policy = SlaPolicyFactory.create(hours=office, contact_hours=hours, resolve_hours=400)
    start = local(opened, zone)

    found = sla.due_times(policy=policy, start=start, contact_wanted=True)

    assert found.contact == local(due, zone).astimezone(UTC)
    assert sla.calendar(policy).between(start, found.contact) == timedelta(hours=hours)


def test_holidays_are_those_of_the_office_and_of_everywhere(holidays: None) -> None:
    """G44: May Day is no holiday of an office in France."""
    french = SlaPolicyFactory.create(hours=OfficeHoursFactory.create(country="FR"), contact_hours=1)

    may_day = local("2026-04-30T16:30", BERLIN)
    assert sla.due_times(policy=french, start=may_day, contact_wanted=True).contact == local(
        "2026-05-01T09:30", BERLIN
    )


def test_a_policy_without_hours_counts_in_those_of_the_fallback(program: Program) -> None:
    """G44."""
    fallback = sla.policy()
    assert fallback.hours
    fallback.hours.week = {"5": ["10:00", "12:00"]}
    fallback.hours.save(update_fields=["week"])
    policy = SlaPolicyFactory.create(hours=None, contact_hours=1)

    assert sla.due_times(policy=policy, start=NOW, contact_wanted=True).contact == at(14, 10)


def test_an_office_without_a_zone_is_in_the_programs(program: Program) -> None:
    """G44: Friday 16:00 plus eight hours is Monday 16:00 in Berlin, where the program is."""
    due = sla.due_times(policy=sla.policy(), start=at(13, 15), contact_wanted=True)

    assert due == sla.DueTimes(contact=at(16, 15), resolve=at(20, 15))


def test_the_fallback_is_made_once_with_its_defaults(program: Program) -> None:
    """G44."""
    policy = sla.policy()

    assert policy == sla.policy()
    assert (policy.contact_hours, policy.resolve_hours, policy.hours and policy.hours.week) == (8, 40, WEEK)


def test_the_resolution_is_never_due_before_the_contact(program: Program) -> None:
    policy = SlaPolicyFactory.create(contact_hours=8, resolve_hours=1)

    due = sla.due_times(policy=policy, start=NOW, contact_wanted=True)

    assert due.contact == due.resolve


def test_add_working_counts_in_the_fallbacks_hours(program: Program) -> None:
    assert sla.add_working(start=at(13, 15), hours=1.5) == at(16, 8, 30)


@pytest.mark.parametrize(
    ("day", "opens"), [("2026-03-11", at(11, 8)), ("2026-03-14", at(16, 8))], ids=["Wednesday", "Saturday"]
)
def test_a_morning_is_the_next_opening(program: Program, day: str, opens: datetime) -> None:
    assert sla.morning_of(datetime.fromisoformat(day).date()) == opens


def waiting(policy: SlaPolicy, **fields: datetime) -> FollowUp:
    """A contacted follow-up that waits for its customer."""
    facts = {"first_contact_at": NOW, "wait_until": at(12, 11), **fields}
    found: FollowUp = FollowUpFactory.create(policy=policy, state=FollowUpState.WAITING, **facts)
    return found


@pytest.mark.parametrize(
    ("now", "waited", "due"),
    [
        # Tuesday 11:00 to Wednesday 11:00 in Berlin; two of its working hours were left.
        (at(11, 10), timedelta(hours=8), at(11, 12)),
        # The day to look again was Thursday 12:00: from then on the clock went on by itself.
        (at(12, 14), timedelta(hours=17), at(12, 13)),
        # A wait of one night counts nothing but what the office was open.
        (at(10, 10, 30), timedelta(minutes=30), at(10, 12, 30)),
    ],
)
def test_waiting_stops_the_clock(program: Program, now: datetime, waited: timedelta, due: datetime) -> None:
    """G44: what was left in business hours is left again, and how long it stood still is kept."""
    followup = waiting(sla.policy(), waiting_since=at(10, 10), resolve_due_at=at(10, 12))

    assert sla.resumed(followup, now=now) == {
        "waiting_since": None,
        "wait_until": None,
        "waited": waited,
        "resolve_due_at": due,
    }


def test_a_deadline_that_was_missed_before_the_wait_stays_missed(program: Program) -> None:
    """G51."""
    missed = at(10, 9)
    followup = waiting(sla.policy(), waiting_since=at(10, 10), resolve_due_at=missed)

    assert sla.resumed(followup, now=at(11, 10))["resolve_due_at"] == missed
