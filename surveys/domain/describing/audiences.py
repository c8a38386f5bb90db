"""Whom a campaign asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.calendars import add_months
from customers.enums import Stage
from surveys.domain.describing.words import listed, plural, spoken_day

if TYPE_CHECKING:
    from surveys.models import Campaign


def audience(campaign: Campaign) -> str:
    """Whom it asks: "Renewal stage", "Prospect and Renewal stages", "every stage", with its audience."""
    labels = [Stage(stage).label for stage in campaign.stages]
    stages = f"{listed(labels)} stage{'' if len(labels) == 1 else 's'}" if labels else "every stage"
    return f"{stages}, in “{campaign.audience}”" if campaign.audience else stages


def rotation(campaign: Campaign, *, quiet_months: int) -> str:
    """How groups take turns over the waves, and whether that is slow enough for the quiet period (T45).

    Empty for a campaign whose waves ask everybody.
    """
    groups, days = campaign.rotation, sorted(date.fromisoformat(day) for day in campaign.wave_dates)
    if groups <= 1:
        return ""
    share = {2: "half", 3: "a third", 4: "a quarter"}.get(groups, f"one in {groups}")
    said = f"Each wave asks {share} of the customers, drawn by chance; the same people again {_nth(groups)}."
    soon = next(
        (
            (first, again)
            for first, again in zip(days, days[groups:], strict=False)
            if again < add_months(first, quiet_months)
        ),
        None,
    )
    if soon:
        first, again = map(spoken_day, soon)
        return (
            f"{said} Those of {first} come up again on {again}, within the quiet period: whoever was asked "
            "is left out then. Use more groups, or dates further apart."
        )
    return f"{said} So nobody is asked twice within {plural(quiet_months, 'month')}."


def _nth(groups: int) -> str:
    return "at every second wave" if groups == 2 else f"at every {groups}th wave".replace("3th", "third")
