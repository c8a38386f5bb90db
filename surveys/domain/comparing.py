"""The five segments side by side: how many they are, what asks them and when, how they answer (G2, G21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from customers.enums import SEGMENTS, Stage
from surveys.domain import audience, describing, funnel, starters
from surveys.domain.funnel import Rate
from surveys.models import Campaign

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.starters import Starter

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Asking:
    """A campaign that runs for a segment, and its schedule in words."""

    campaign: Campaign
    schedule: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One segment: its customers, the campaigns that ask it alone or among others, a year's answers."""

    stage: Stage
    members: int
    own: list[Asking]
    among_others: list[Asking]
    rate: Rate
    usual: Starter | None


def segments(*, now: datetime) -> list[Compared]:
    """The five, in the order of a customer's life; rates are of the mails of the last 365 days."""
    members = audience.by_stage()
    rates = funnel.rates_by_stage(since=now - YEAR)
    running = list(Campaign.objects.running().select_related("audience"))
    return [
        Compared(
            stage=stage,
            members=members.get(stage, 0),
            own=[_asking(one) for one in running if one.stages == [stage]],
            among_others=[_asking(one) for one in running if _asks_among_others(one, stage)],
            rate=rates.get(stage, Rate()),
            usual=starters.find(stage),
        )
        for stage in SEGMENTS
    ]


def asking(stage: str) -> list[int]:
    """The ids of the campaigns that ask a stage, those for every stage included."""
    # A list inside JSON: neither database offers the same look-up, and campaigns are few.
    told = Campaign.objects.values_list("pk", "stages")
    return [pk for pk, stages in told if not stages or stage in stages]


def _asks_among_others(campaign: Campaign, stage: Stage) -> bool:
    return campaign.stages != [stage] and (not campaign.stages or stage in campaign.stages)


def _asking(campaign: Campaign) -> Asking:
    return Asking(campaign, describing.schedule(campaign))
