"""What to do about a wave that the quiet period costs many people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.domain.describing.words import listed
from surveys.enums import Reason

if TYPE_CHECKING:
    from surveys.domain.forecasting import WaveForecast
    from surveys.models import Campaign

# From this share on a wave is worth a second thought.
MANY = 0.15
NAMED = 2


def advice(campaign: Campaign, wave: WaveForecast) -> str:
    """A suggestion for a wave that loses many to the quiet period; empty for one that does not."""
    lost = wave.held[Reason.QUIET_PERIOD]
    # Those whose turn it is not would not be asked anyway.
    meant = wave.considered - wave.held[Reason.OTHER_ROTATION] - wave.held[Reason.NOT_SAMPLED]
    if not meant or lost < MANY * meant:
        return ""
    share = round(100 * lost / meant)
    about = "about " if wave.is_estimate else ""
    names = listed([f"“{name}”" for name, _ in wave.lost_to[:NAMED]])
    said = f"The quiet period costs this wave {about}{lost:,} of {meant:,} ({share}%)"
    said += f", most of them asked by {names}. " if names else ". "
    if not campaign.reserves:
        return (
            f"{said}Keep its customers free for this campaign, with a higher priority than those others, or "
            "choose a day further from theirs."
        )
    return f"{said}Raise its priority above those others, or choose a day further from theirs."
