"""Many answers at once, for tests of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responses.models import Response
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from surveys.models import Campaign


def answers(
    campaign: Campaign, scores: Mapping[int, int], *, at: datetime = NOW, stage: str = "renewal", **facts: Any
) -> None:
    """So many answers of each score, of nobody in particular."""
    Response.objects.bulk_create(
        Response(campaign=campaign, score=score, answered_at=at, stage=stage, **facts)
        for score, number in scores.items()
        for _ in range(number)
    )
