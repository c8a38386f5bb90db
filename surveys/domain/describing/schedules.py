"""When somebody is due, and at which hours mails leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from customers.domain.events import label_of
from surveys.domain.describing.words import clock, days_of_week, plural, spoken_day
from surveys.enums import CampaignChannel, DateField, ScheduleKind

if TYPE_CHECKING:
    from surveys.models import Campaign

# More than two dates are a number and a span.
FEW_DATES = 2
COMES_BY = {
    CampaignChannel.WIDGET: "whenever somebody visits the website",
    CampaignChannel.LINK: "whenever somebody opens the link or scans the code",
    CampaignChannel.MANUAL: "whenever staff enter an answer",
}


def schedule(campaign: Campaign) -> str:
    """When somebody is due: "60 days before renewal", "2 days after “Trial sign-up”"."""
    kind = campaign.schedule_kind
    if kind == ScheduleKind.EVENT:
        return _after_event(campaign)
    if kind == ScheduleKind.CYCLE:
        return f"{_every(campaign.cycle_months)}, each customer on a day of their own"
    if kind == ScheduleKind.WAVE:
        return _on_days(campaign)
    if kind == ScheduleKind.NONE:
        return COMES_BY.get(CampaignChannel(campaign.channel), "whenever somebody comes by")
    return _around_date(campaign)


def hours(campaign: Campaign) -> str:
    """When mails may leave: "on weekdays between 9:00 and 17:00", "at any hour of any day"."""
    days = days_of_week(campaign.weekdays)
    if campaign.opens_at == campaign.closes_at:
        return "at any hour of any day" if days == "any day" else f"at any hour on {days}"
    span = f"between {clock(campaign.opens_at)} and {clock(campaign.closes_at)}"
    return f"on {days} {span} in the customer’s time zone"


def _after_event(campaign: Campaign) -> str:
    event = f"“{label_of(campaign.event_name)}”"
    if not campaign.delay_hours:
        return f"at once after {event}"
    days, rest = divmod(campaign.delay_hours, 24)
    return f"{plural(campaign.delay_hours, 'hour') if rest else plural(days, 'day')} after {event}"


def _around_date(campaign: Campaign) -> str:
    anchor = DateField(campaign.date_field).label
    if not campaign.offset_days:
        return f"on the day of {anchor}"
    side = "before" if campaign.offset_days < 0 else "after"
    return f"{plural(abs(campaign.offset_days), 'day')} {side} {anchor}"


def _every(months: int) -> str:
    if months % 12:
        return "every month" if months == 1 else f"every {months} months"
    return "every year" if months == 12 else f"every {months // 12} years"


def _on_days(campaign: Campaign) -> str:
    days = sorted(date.fromisoformat(day) for day in campaign.wave_dates)
    if not days:
        return "on days of the calendar"
    if len(days) <= FEW_DATES:
        return "on " + " and ".join(spoken_day(day) for day in days)
    return f"on {len(days)} days from {spoken_day(days[0])} to {spoken_day(days[-1])}"
