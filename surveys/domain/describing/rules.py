"""All that a campaign will do, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.domain.describing.audiences import audience
from surveys.domain.describing.schedules import hours, schedule
from surveys.domain.describing.words import listed, plural, spoken_day
from surveys.enums import CampaignChannel, ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.models import Campaign

CHANNELS = {
    CampaignChannel.WIDGET: "Asks visitors of your website, in a small window on the pages that you choose.",
    CampaignChannel.LINK: "Asks whoever opens the link or scans the code; nobody is written to.",
    CampaignChannel.MANUAL: "Takes answers that your staff hear, say on the phone, and enter.",
}


def rules(campaign: Campaign) -> list[str]:
    """All that the campaign will do, a sentence each."""
    if campaign.channel != CampaignChannel.EMAIL:
        return [CHANNELS[CampaignChannel(campaign.channel)]]
    return [
        f"Asks {_share(campaign)}customers {_where(campaign)}, {schedule(campaign)}.",
        f"Mails leave {hours(campaign)}{', and on no holiday' if campaign.skips_holidays else ''}.",
        *_lateness(campaign),
        *_limits(campaign),
        *_schedule_notes(campaign),
        *_mails(campaign),
    ]


def _where(campaign: Campaign) -> str:
    return f"in {'the ' if campaign.stages else ''}{audience(campaign)}"


def _share(campaign: Campaign) -> str:
    return "" if campaign.sample_percent == 100 else f"{campaign.sample_percent}% of the "


def _lateness(campaign: Campaign) -> Iterator[str]:
    if campaign.schedule_kind == ScheduleKind.CYCLE:
        return
    days = campaign.window_days
    when = f"within {plural(days, 'day')}" if days else "on the very day only"
    yield f"Anyone who cannot be asked {when} is left out."


def _limits(campaign: Campaign) -> Iterator[str]:
    if campaign.daily_cap:
        yield f"At most {plural(campaign.daily_cap, 'mail')} a day."
    if campaign.warm_up_first:
        yield (
            f"Warms up: {plural(campaign.warm_up_first, 'mail')} on the first sending day, "
            f"{campaign.warm_up_growth}% more on each day after it."
        )
    if campaign.reserves:
        yield (
            "Campaigns of lower priority leave out anyone who would still be quiet "
            "when it is this one’s turn."
        )


def _schedule_notes(campaign: Campaign) -> Iterator[str]:
    if campaign.schedule_kind == ScheduleKind.EVENT:
        yield (
            "Events from before the activation count as well."
            if campaign.include_backlog
            else "Only events received after the activation count."
        )
    if campaign.schedule_kind == ScheduleKind.CYCLE and campaign.cycle_anchor_on:
        yield (
            f"From {spoken_day(campaign.cycle_anchor_on)} on everybody has one day in every "
            f"{plural(campaign.cycle_months, 'month')}, drawn once and evenly spread, so that about as many "
            "are asked on one day as on another. Who is still quiet then is asked when that ends."
        )


def _mails(campaign: Campaign) -> Iterator[str]:
    if campaign.reminder_days:
        days = listed([str(number) for number in campaign.reminder_days])
        last = campaign.reminder_days[-1]
        yield (
            f"Anyone who has not answered is reminded {days} day{'' if last == 1 else 's'} "
            "after the first mail."
        )
    if campaign.tests_subject:
        yield "Half of the mails have the first subject, half the second."
