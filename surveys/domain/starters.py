"""Campaigns to begin with: for each segment the moment that is usually right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from customers.enums import Stage
from surveys.enums import DateField, QuietRule, ScheduleKind
from surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Starter:
    """A segment's usual campaign: why this moment, and its facts."""

    stage: Stage
    name: str
    why: str
    facts: dict[str, Any]


STARTERS = (
    Starter(
        Stage.PROSPECT,
        "After a trial sign-up",
        "Two days in, the first impression is made and fresh.",
        {
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": "trial_signup",
            "delay_hours": 48,
            "window_days": 12,
        },
    ),
    Starter(
        Stage.NEW,
        "A month after the first purchase",
        "From day 30 to day 60 people know the product and still remember the start.",
        {
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.FIRST_PURCHASE,
            "offset_days": 30,
            "window_days": 30,
            "quiet_rule": QuietRule.WAIT,
        },
    ),
    Starter(
        Stage.RENEWAL,
        "60 days before renewal",
        "Early enough to mend what is wrong before they decide.",
        {
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.RENEWAL,
            "offset_days": -60,
            "priority": 80,
        },
    ),
    Starter(
        Stage.LOSS,
        "A week after churn",
        "Why they left, once the dust has settled.",
        {
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.CHURNED,
            "offset_days": 7,
            "window_days": 21,
        },
    ),
)


def draft(stage: str) -> Campaign:
    """An unsaved campaign for a segment: its starter's facts, or the segment alone where there is none."""
    starter = next((one for one in STARTERS if one.stage == stage), None)
    stages = [stage] if stage in Stage.values else []
    if starter is None:
        usual = {"schedule_kind": ScheduleKind.DATE, "date_field": DateField.RENEWAL}
        return Campaign(stages=stages, **usual)
    return Campaign(name=_free(starter.name), stages=stages, **starter.facts)


def _free(name: str) -> str:
    """The name, or with the first number that no campaign has yet."""
    taken = set(Campaign.objects.filter(name__startswith=name).values_list("name", flat=True))
    names = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(one for one in names if one not in taken)
