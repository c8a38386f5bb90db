"""What each future wave of a campaign will reach, and what the quiet period will cost it (G59, G60)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from surveys.models import Campaign


@dataclass(frozen=True)
class WaveForecast:
    """One wave: `considered` is everybody there is, `asked` and `held` by reason add up to it.

    `lost_to` names the campaigns whose surveys start the quiet periods that hold people then, with
    how many each holds, most first.
    """

    on: date
    considered: int
    asked: int
    held: Counter[str] = field(default_factory=Counter)
    lost_to: list[tuple[str, int]] = field(default_factory=list)


def forecast(*, campaign: Campaign, now: datetime) -> list[WaveForecast]:
    """A forecast for each wave whose day is not over, in order. Works on an unsaved draft, too."""
    return []
