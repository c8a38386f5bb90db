"""What pressing a button will do to what is planned already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.domain.describing.schedules import hours
from surveys.domain.describing.words import plural
from surveys.enums import CampaignChannel, CampaignState

if TYPE_CHECKING:
    from collections.abc import Collection

    from surveys.domain.funnel import Funnel
    from surveys.domain.outlook import Outlook
    from surveys.models import Campaign

# What nobody who is planned notices.
HARMLESS = {"name", "link_days"}


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


def consequence(
    campaign: Campaign, verb: str, *, ahead: Outlook | None, funnel: Funnel, reminders: int = 0
) -> str:
    """What happens when somebody activates, pauses, resumes or ends the campaign.

    `reminders` are those that are planned; `ahead` is None for a campaign that mails nobody.
    """
    if campaign.channel != CampaignChannel.EMAIL or ahead is None:
        return {
            "activate": "When activated, its placements take answers. Nobody is written to.",
            "pause": "Nobody is asked any more until it goes on: the website and the link say so.",
            "resume": "Its placements take answers again.",
            "end": "For good. Its placements take no more answers; those that came in stay.",
        }[verb]
    planned = _planned(funnel.waiting, reminders)
    waits = f"{planned} will wait, and may become too late." if planned else "Nothing is planned right now."
    cancelled = f"{planned} will be cancelled." if planned else "Nothing is planned any more."
    sentences = {
        "activate": f"When activated, {effect(ahead)}; mails leave {hours(campaign)}.",
        "pause": f"Planning and sending stop at once. {waits}",
        "resume": f"Planning and sending go on: {effect(ahead)}. What became too late meanwhile is left out.",
        "end": f"For good. {cancelled} Links that were mailed stay open until they expire.",
    }
    return sentences[verb]


def edit(
    campaign: Campaign,
    *,
    changed: Collection[str],
    anew: Collection[str],
    waiting: int,
    reminders: int,
    drawn: int = 0,
) -> str:
    """What saving these changes does to what is planned; empty when it touches nothing that is.

    `changed` are the changed facts, `anew` those that make a planned mail meaningless (drafting.SCHEDULE);
    `drawn` are people whom a larger share takes in.
    """
    said = []
    if waiting and set(changed) & set(anew):
        said.append(
            f"{plural(waiting, 'planned mail')} will be cancelled and planned anew under the new schedule."
        )
    elif waiting and set(changed) - HARMLESS - {"reminder_days"}:
        said.append(
            f"{plural(waiting, 'planned mail')} will be judged again under the new rules before "
            f"{'it leaves' if waiting == 1 else 'they leave'}."
        )
    if drawn and not set(changed) & set(anew):
        said.append(
            f"{plural(drawn, 'customer')} whom the smaller share left out will be looked at again, and asked "
            "if nothing else speaks against it."
        )
    if reminders and "reminder_days" in changed:
        said.append(f"{plural(reminders, 'planned reminder')} will be cancelled and planned anew.")
    if said and campaign.state == CampaignState.PAUSED:
        said.append("That happens when the campaign goes on.")
    return " ".join(said)


def verbs(campaign: Campaign) -> list[str]:
    """What can be done with the campaign in its state."""
    return {
        CampaignState.DRAFT: ["activate"],
        CampaignState.ACTIVE: ["pause", "end"],
        CampaignState.PAUSED: ["resume", "end"],
        CampaignState.ENDED: [],
    }[CampaignState(campaign.state)]


def _planned(mails: int, reminders: int) -> str:
    parts = [
        plural(number, word)
        for number, word in ((mails, "planned mail"), (reminders, "planned reminder"))
        if number
    ]
    return " and ".join(parts)
