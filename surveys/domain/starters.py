"""Campaigns to begin with: for each segment the moments that are usually right, each good as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.calendars import add_months
from customers.enums import Stage
from surveys.enums import CampaignChannel, DateField, QuietRule, ScheduleKind
from surveys.models import Campaign

if TYPE_CHECKING:
    from datetime import date

TUESDAY = 1
# Nobody plans a wave for tomorrow.
LEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Starter:
    """A usual campaign: what it learns, why at this moment, and its facts.

    `stage` is None for those that suit everybody. `waves` are the number of dates and the months between.
    """

    key: str
    stage: Stage | None
    name: str
    learns: str
    why: str
    facts: dict[str, Any] = field(default_factory=dict)
    waves: tuple[int, int] | None = None


STARTERS = (
    Starter(
        "trial",
        Stage.PROSPECT,
        "After a trial sign-up",
        "Whether the first impression holds what was promised.",
        "Two days in, it is made and still fresh; two weeks later it is gone.",
        {
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": "trial_signup",
            "delay_hours": 48,
            "window_days": 12,
            "priority": 40,
        },
    ),
    Starter(
        "website",
        Stage.PROSPECT,
        "On the website",
        "What visitors think who never left an address.",
        "A small window on the pages that you choose; anonymous, or identified by your own server.",
        {"channel": CampaignChannel.WIDGET, "schedule_kind": ScheduleKind.NONE},
    ),
    Starter(
        "link",
        Stage.PROSPECT,
        "By link or QR code",
        "What people think whom you meet: at a fair, at the counter, in print.",
        "One address for all of them, with a code to scan and a poster to hang.",
        {"channel": CampaignChannel.LINK, "schedule_kind": ScheduleKind.NONE},
    ),
    Starter(
        "first-purchase",
        Stage.NEW,
        "A month after the first purchase",
        "How the start went: the baseline that later answers are compared with.",
        "From day 30 to day 60 people know the product and still remember the start.",
        {
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.FIRST_PURCHASE,
            "offset_days": 30,
            "window_days": 30,
            "quiet_rule": QuietRule.WAIT,
            "priority": 70,
            "reminder_days": [7],
        },
    ),
    Starter(
        "onboarding",
        Stage.NEW,
        "After onboarding",
        "Whether what you set up together works in daily use.",
        "Three days after it is done, so that it has been used.",
        {
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": "onboarding_completed",
            "delay_hours": 72,
            "window_days": 14,
            "priority": 60,
        },
    ),
    Starter(
        "renewal",
        Stage.RENEWAL,
        "60 days before renewal",
        "Who is about to leave, and what would keep them.",
        "Early enough to mend what is wrong before they decide.",
        {
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.RENEWAL,
            "offset_days": -60,
            "window_days": 21,
            "priority": 80,
            "reserves": True,
            "reminder_days": [7],
        },
    ),
    Starter(
        "advocates",
        Stage.ADVOCATE,
        "Advocates, once a year",
        "Whether your best customers still are, and why.",
        "Each on a day of their own: a few every day, so that somebody can answer each of them.",
        {
            "schedule_kind": ScheduleKind.CYCLE,
            "cycle_months": 12,
            "quiet_rule": QuietRule.WAIT,
            "priority": 30,
            "reminder_days": [7],
        },
    ),
    Starter(
        "churn",
        Stage.LOSS,
        "Two weeks after churn",
        "Why they left: compare it with what those say who stayed.",
        "After two weeks the decision has settled; after four they have forgotten you.",
        {
            "schedule_kind": ScheduleKind.DATE,
            "date_field": DateField.CHURNED,
            "offset_days": 14,
            "window_days": 14,
            "quiet_rule": QuietRule.WAIT,
            "priority": 50,
        },
    ),
    Starter(
        "half-yearly",
        None,
        "Everybody, twice a year",
        "The relationship as a whole, as a steady stream of answers.",
        "Every six months is as often as the quiet period allows, to the day.",
        {
            "schedule_kind": ScheduleKind.CYCLE,
            "cycle_months": 6,
            "quiet_rule": QuietRule.WAIT,
            "priority": 20,
            "reminder_days": [7],
        },
    ),
    Starter(
        "waves",
        None,
        "Two waves a year",
        "The relationship as a whole, as of two days that can be compared.",
        "Everybody at once: right where a board or a plan waits for the number.",
        {
            "schedule_kind": ScheduleKind.WAVE,
            "window_days": 14,
            "quiet_rule": QuietRule.WAIT,
            "priority": 30,
            "reminder_days": [7],
        },
        waves=(2, 6),
    ),
    Starter(
        "quarters",
        None,
        "A sample every quarter",
        "The same number four times a year.",
        "Each quarter asks another half, drawn by chance: nobody more than once in six months.",
        {
            "schedule_kind": ScheduleKind.WAVE,
            "rotation": 2,
            "window_days": 14,
            "quiet_rule": QuietRule.WAIT,
            "priority": 30,
            "reminder_days": [7],
        },
        waves=(4, 3),
    ),
    Starter(
        "support",
        None,
        "A day after a support case",
        "How help feels, and not only whether the case is closed.",
        "A day later the matter has settled; five days later it is forgotten.",
        {
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": "support_case_closed",
            "delay_hours": 24,
            "window_days": 5,
            "priority": 60,
        },
    ),
    Starter(
        "recovery",
        None,
        "After a follow-up is resolved",
        "Whether whoever was not content is won back: the answer is linked to the follow-up.",
        "Six weeks later the mending has been lived with; the quiet period may make it later, up to a year.",
        {
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": "followup_resolved",
            "delay_hours": 1008,
            "window_days": 320,
            "quiet_rule": QuietRule.WAIT,
            "priority": 70,
        },
    ),
    Starter(
        "feature",
        None,
        "After a launch",
        "What a new feature does to those who got it.",
        "A week of use comes first. Announce the launch to an audience, and its members are asked.",
        {
            "schedule_kind": ScheduleKind.EVENT,
            "event_name": "feature_launched",
            "delay_hours": 168,
            "window_days": 14,
            "priority": 40,
        },
    ),
)


def of_stage(stage: str) -> list[Starter]:
    """The starters of a segment, the usual one first."""
    return [one for one in STARTERS if one.stage == stage]


def find(key: str) -> Starter | None:
    """The starter of this name, or the usual one of this segment."""
    return next((one for one in STARTERS if key and key in (one.key, one.stage)), None)


def draft(key: str, *, today: date) -> Campaign:
    """An unsaved campaign from a starter or a segment's usual one; a plain one where there is none."""
    starter = find(key)
    if starter is None:
        usual = {"schedule_kind": ScheduleKind.DATE, "date_field": DateField.RENEWAL, "offset_days": -60}
        return Campaign(stages=[key] if key in Stage.values else [], cycle_anchor_on=today, **usual)
    campaign = sketch(starter, today=today)
    campaign.name = _free(campaign.name)
    return campaign


def sketch(starter: Starter, *, today: date) -> Campaign:
    """An unsaved campaign with the starter's own name, whoever else has it."""
    facts = {**starter.facts, "stages": [starter.stage.value] if starter.stage else []}
    if starter.waves:
        facts["wave_dates"] = [day.isoformat() for day in wave_days(*starter.waves, today=today)]
    if starter.facts["schedule_kind"] == ScheduleKind.CYCLE:
        facts["cycle_anchor_on"] = today
    return Campaign(name=starter.name, **facts)


def wave_days(number: int, months: int, *, today: date) -> list[date]:
    """A Tuesday in a while, and the same day of the month each so many months after it.

    The same day of the month and not the same weekday: first Tuesdays lie a day short of six months apart
    every other time, and the quiet period would cost the whole wave.
    """
    ahead = today + LEAD
    first = ahead + timedelta(days=(TUESDAY - ahead.weekday()) % 7)
    return [add_months(first, months * step) for step in range(number)]


def _free(name: str) -> str:
    """The name, or with the first number that no campaign has yet."""
    taken = set(Campaign.objects.filter(name__startswith=name).values_list("name", flat=True))
    names = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(one for one in names if one not in taken)
