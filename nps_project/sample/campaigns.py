"""What the sample asks: three campaigns that send at any hour, so that a newcomer sees mails at once."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from customers.enums import Stage
from surveys.domain import campaigns, texts
from surveys.enums import DateField, QuietRule, ScheduleKind
from surveys.models import Campaign, Survey

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

MIDNIGHT = time(0)
ANY_HOUR: dict[str, Any] = {"opens_at": MIDNIGHT, "closes_at": MIDNIGHT, "weekdays": list(range(7))}
EVENT = "support_case_closed"


def start(*, actor: User, now: datetime) -> list[Campaign]:
    """Make the survey and its campaigns, and activate them at this instant."""
    survey = Survey.objects.create(name="How are we doing?")
    texts.add_defaults(survey=survey)
    made = [
        Campaign.objects.create(survey=survey, created_by=actor, **ANY_HOUR, **facts)
        for facts in (
            {
                "name": "60 days before renewal",
                "schedule_kind": ScheduleKind.DATE,
                "date_field": DateField.RENEWAL,
                "offset_days": -60,
                "stages": [Stage.RENEWAL],
                "priority": 80,
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
    ]
    return [campaigns.activate(campaign=campaign, actor=actor, now=now) for campaign in made]
