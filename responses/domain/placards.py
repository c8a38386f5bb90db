"""What a placement asks and says in one language: the sheet of its survey, for people who came by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import trans_real

from responses.domain import asking, sheets

if TYPE_CHECKING:
    from responses.domain.sheets import Sheet
    from surveys.models import Placement


def sheet_of(placement: Placement, *, language: str, stage: str = "") -> Sheet:
    """The survey's words in this language, or in the nearest that it has; names stay general.

    Questions that are tied to stages are asked of those whose stage is known.
    """
    written = asking.written(placement.campaign.survey)
    return sheets.sheet(survey=written, who=asking.whoever_asks(), language=language, stage=stage)


def preferred(accept_language: str) -> str:
    """The language that a browser prefers; empty where it does not say."""
    accepted = trans_real.parse_accept_lang_header(accept_language[:200])
    return next((code for code, _ in accepted if code != "*"), "")
