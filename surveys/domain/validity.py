"""Which facts make a campaign: what belongs together, what does not apply, what is missing.

The form and the API ask here, so that both refuse the same things with the same words.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from customers.domain.events import NAME
from surveys.enums import CampaignChannel, QuietRule, ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_WAVES = 24
MOST_REMINDERS = 2
# What the other kinds of schedule leave alone.
UNSCHEDULED: dict[str, Any] = {
    "event_name": "",
    "delay_hours": 24,
    "include_backlog": False,
    "date_field": "",
    "offset_days": 0,
    "cycle_months": 6,
    "cycle_anchor_on": None,
    "wave_dates": [],
    "rotation": 1,
}
OF_KIND = {
    ScheduleKind.EVENT: {"event_name", "delay_hours", "include_backlog"},
    ScheduleKind.DATE: {"date_field", "offset_days"},
    ScheduleKind.CYCLE: {"cycle_months", "cycle_anchor_on"},
    ScheduleKind.WAVE: {"wave_dates", "rotation"},
    ScheduleKind.NONE: set[str](),
}
# Only these know ahead of time whom they will ask.
MAY_RESERVE = (ScheduleKind.DATE, ScheduleKind.WAVE)
# What only mails have.
UNMAILED: dict[str, Any] = {
    "sample_percent": 100,
    "quiet_rule": QuietRule.SKIP,
    "daily_cap": None,
    "warm_up_first": None,
    "reminder_days": [],
    "tests_subject": False,
}


def settled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with everything that does not apply put back to its default, and lists in order."""
    is_mailed = facts.get("channel", CampaignChannel.EMAIL) == CampaignChannel.EMAIL
    kind = ScheduleKind(facts["schedule_kind"]) if is_mailed else ScheduleKind.NONE
    found = {**facts, "schedule_kind": kind.value}
    found |= {name: value for name, value in UNSCHEDULED.items() if name not in OF_KIND[kind]}
    if not is_mailed:
        found |= UNMAILED
    if kind not in MAY_RESERVE:
        found["reserves"] = False
    if kind == ScheduleKind.CYCLE:
        found["quiet_rule"] = QuietRule.WAIT.value
    if kind == ScheduleKind.WAVE:
        found["wave_dates"] = sorted(set(facts.get("wave_dates") or []))
    return found


def problems(facts: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with settled facts: a sentence for each fact; empty when nothing is."""
    if facts["channel"] != CampaignChannel.EMAIL:
        return {}
    return {name: words for name, words in (*_of_schedule(facts), *_of_mails(facts)) if words}


def _of_schedule(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = facts["schedule_kind"]
    if kind == ScheduleKind.NONE:
        yield "schedule_kind", "Mails need a schedule: say when somebody is due."
    elif kind == ScheduleKind.EVENT and not NAME.fullmatch(facts["event_name"]):
        yield "event_name", "Use 1 to 64 small letters, digits and underscores."
    elif kind == ScheduleKind.DATE and not facts["date_field"]:
        yield "date_field", "Choose a date."
    elif kind == ScheduleKind.CYCLE and not facts["cycle_anchor_on"]:
        yield "cycle_anchor_on", "Say on which day the first cycle begins."
    elif kind == ScheduleKind.WAVE:
        yield "wave_dates", _against_dates(facts["wave_dates"])


def _against_dates(days: list[str]) -> str:
    if not days:
        return "Name at least one day."
    if len(days) > MOST_WAVES:
        return f"Name {MOST_WAVES} days at most."
    wrong = [day for day in days if not _is_day(day)]
    return f"“{wrong[0]}” is not a day." if wrong else ""


def _of_mails(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    days = facts["reminder_days"]
    if len(days) > MOST_REMINDERS:
        yield "reminder_days", "Two reminders at most: more is a nuisance."
    elif days != sorted(set(days)):
        yield "reminder_days", "The second reminder comes after the first."
    elif days and days[-1] >= facts["link_days"]:
        yield "reminder_days", "A reminder must come while the link is still open."
    if not facts["weekdays"]:
        yield "weekdays", "Choose at least one weekday."
    if facts["closes_at"] < facts["opens_at"]:
        yield "closes_at", "This must be after the beginning."


def _is_day(text: Any) -> bool:
    try:
        date.fromisoformat(text)
    except (TypeError, ValueError):
        return False
    return True
