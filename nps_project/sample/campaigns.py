"""What the sample asks: campaigns of every kind, at any hour, so that a newcomer sees mails at once."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from core.calendars import add_months
from customers.enums import Stage
from nps_project.sample import places
from surveys.domain import campaigns, drafting, texts
from surveys.enums import DateField, QuietRule, ScheduleKind
from surveys.models import Campaign, Survey

if TYPE_CHECKING:
    from datetime import date, datetime

    from team.models import User

MIDNIGHT = time(0)
ANY_HOUR: dict[str, Any] = {
    "opens_at": MIDNIGHT,
    "closes_at": MIDNIGHT,
    "weekdays": list(range(7)),
    "skips_holidays": False,
}
EVENT = "support_case_closed"
# Months from today on which a wave asks one half of everybody.
WAVES = (-5, -2, 1, 4)


def start(*, actor: User, now: datetime, today: date) -> list[Campaign]:
    """Make the survey and its campaigns, and activate them at this instant; `today` is a year later."""
    survey = Survey.objects.create(name="How are we doing?")
    texts.add_defaults(survey=survey)
    made = [
        Campaign.objects.create(survey=survey, created_by=actor, **ANY_HOUR, **facts)
        for facts in (*_by_their_own_dates(), *_by_the_calendar(now.date(), today))
    ]
    started = [campaigns.activate(campaign=campaign, actor=actor, now=now) for campaign in made]
    places.put_up(survey=survey, actor=actor, now=now)
    return started


def reserve(*, campaign: Campaign, actor: User, now: datetime) -> None:
    """Let a campaign keep its customers free from now on; to look ahead all year would take too long."""
    facts = {name: getattr(campaign, name) for name in drafting.FACTS}
    drafting.change(campaign=campaign, facts={**facts, "reserves": True}, actor=actor, now=now)


def _by_their_own_dates() -> tuple[dict[str, Any], ...]:
    """After what happened to somebody, and around their dates."""
    return (
        {
            "name": "60 days before renewal",
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.RENEWAL,
            "offset_days": -60,
            "stages": [Stage.RENEWAL],
            "priority": 80,
            "reminder_days": [7],
            "tests_subject": True,
        },
        {
            "name": "A day after a support case",
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": EVENT,
            "delay_hours": 24,
            "window_days": 5,
            "priority": 60,
        },
        {
            "name": "30 days after the first purchase",
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.FIRST_PURCHASE,
            "offset_days": 30,
            "stages": [Stage.NEW],
            "quiet_rule": QuietRule.WAIT,
            "window_days": 30,
            "priority": 70,
        },
    )


def _by_the_calendar(began_on: date, today: date) -> tuple[dict[str, Any], ...]:
    """Advocates on a day of their own each year, and a sample of everybody each quarter."""
    return (
        {
            "name": "Advocates, once a year",
            "schedule_kind": ScheduleKind.CYCLE,
            "cycle_months": 12,
            "cycle_anchor_on": began_on,
            "stages": [Stage.ADVOCATE],
            "quiet_rule": QuietRule.WAIT,
            "priority": 30,
            "reminder_days": [7],
        },
        {
            "name": "A sample every quarter",
            "schedule_kind": ScheduleKind.WAVE,
            "wave_dates": [add_months(today, months).isoformat() for months in WAVES],
            "rotation": 2,
            "stages": [Stage.ESTABLISHED, Stage.ADVOCATE],
            "priority": 20,
        },
    )
