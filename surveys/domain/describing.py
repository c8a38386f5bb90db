"""A campaign in words: whom it asks, when, and what pressing a button will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.events import label_of
from customers.enums import Stage
from surveys.enums import CampaignState, DateField, ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.domain.funnel import Funnel
    from surveys.domain.outlook import Outlook
    from surveys.models import Campaign

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY_DAY, WORKING_DAYS = list(range(7)), list(range(5))


def schedule(campaign: Campaign) -> str:
    """When somebody is due: "60 days before renewal", "2 days after “Trial sign-up”"."""
    if campaign.schedule_kind == ScheduleKind.EVENT:
        event = f"“{label_of(campaign.event_name)}”"
        return (
            f"{_span(campaign.delay_hours)} after {event}"
            if campaign.delay_hours
            else f"at once after {event}"
        )
    date = DateField(campaign.date_field).label
    if not campaign.offset_days:
        return f"on the day of {date}"
    side = "before" if campaign.offset_days < 0 else "after"
    return f"{plural(abs(campaign.offset_days), 'day')} {side} {date}"


def audience(campaign: Campaign) -> str:
    """Whom it asks: "Renewal stage", "Prospect and Renewal stages", "every stage"."""
    labels = [Stage(stage).label for stage in campaign.stages]
    if not labels:
        return "every stage"
    return f"{listed(labels)} stage{'' if len(labels) == 1 else 's'}"


def hours(campaign: Campaign) -> str:
    """When mails may leave: "on weekdays between 9:00 and 17:00", "at any hour of any day"."""
    days = _days(campaign.weekdays)
    if campaign.opens_at == campaign.closes_at:
        return "at any hour of any day" if days == "any day" else f"at any hour on {days}"
    span = f"between {_clock(campaign.opens_at)} and {_clock(campaign.closes_at)}"
    return f"on {days} {span} in the customer’s time zone"


def rules(campaign: Campaign) -> list[str]:
    """All that the campaign will do, a sentence each."""
    left_out = (
        "on the very day only"
        if not campaign.window_days
        else f"within {plural(campaign.window_days, 'day')}"
    )
    found = [
        f"Asks customers {_where(campaign)}, {schedule(campaign)}.",
        f"Mails leave {hours(campaign)}.",
        f"Who cannot be asked {left_out} is left out.",
    ]
    if campaign.daily_cap:
        found.append(f"At most {plural(campaign.daily_cap, 'mail')} a day.")
    if campaign.schedule_kind == ScheduleKind.EVENT:
        found.append(
            "Events from before the activation count as well."
            if campaign.include_backlog
            else "Only events received after the activation count."
        )
    return found


def effect(ahead: Outlook) -> str:
    """How many will be asked, from today on, as a part of a sentence."""
    if not ahead.asked:
        return f"nobody is due in the next {ahead.days} days"
    if not ahead.today:
        return f"nobody is asked today and {plural(ahead.asked, 'customer')} within {ahead.days} days"
    return (
        f"{plural(ahead.today, 'customer')} {'is' if ahead.today == 1 else 'are'} asked today "
        f"and {ahead.asked:,} in all within {ahead.days} days"
    )


def consequence(campaign: Campaign, verb: str, *, ahead: Outlook, funnel: Funnel) -> str:
    """What happens when somebody activates, pauses, resumes or ends the campaign."""
    waits, cancelled = "Nothing is planned right now.", "Nothing is planned any more."
    if funnel.waiting:
        waiting = plural(funnel.waiting, "planned mail")
        waits = f"{waiting} will wait, and may become too late."
        cancelled = f"{waiting} will be cancelled."
    sentences = {
        "activate": f"When activated, {effect(ahead)}; mails leave {hours(campaign)}.",
        "pause": f"Planning and sending stop at once. {waits}",
        "resume": f"Planning and sending go on: {effect(ahead)}. What became too late meanwhile is left out.",
        "end": f"For good. {cancelled} Links that were mailed stay open until they expire.",
    }
    return sentences[verb]


def verbs(campaign: Campaign) -> list[str]:
    """What can be done with the campaign in its state."""
    return {
        CampaignState.DRAFT: ["activate"],
        CampaignState.ACTIVE: ["pause", "end"],
        CampaignState.PAUSED: ["resume", "end"],
        CampaignState.ENDED: [],
    }[CampaignState(campaign.state)]


def plural(number: int, word: str) -> str:
    """The number with its word: "1 day", "1,204 days"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _where(campaign: Campaign) -> str:
    return f"in {'the ' if campaign.stages else ''}{audience(campaign)}"


def _span(hours_: int) -> str:
    return plural(hours_, "hour") if hours_ % 24 else plural(hours_ // 24, "day")


def _days(weekdays: Sequence[int]) -> str:
    chosen = sorted(weekdays)
    if chosen == EVERY_DAY:
        return "any day"
    if chosen == WORKING_DAYS:
        return "weekdays"
    return listed([f"{WEEKDAYS[day]}s" for day in chosen]) or "no day"


def _clock(value: object) -> str:
    return f"{value:%H:%M}".removeprefix("0")
