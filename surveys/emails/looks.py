"""A mail's colors and logo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from core import colors, links
from surveys.models import SurveyLogo

if TYPE_CHECKING:
    from surveys.models import Survey

DARK_CARD = "#171b23"
# A logo's place at the head of a mail or page, in CSS pixels.
LOGO_WIDTH, LOGO_HEIGHT = 200, 56


@dataclass(frozen=True, slots=True)
class Palette:
    """One brand color as a mail uses it, in light and in dark; every text reads at 4.5 to 1 or better."""

    tile: str
    tile_line: str
    tile_ink: str
    link: str
    dark_tile: str
    dark_tile_line: str
    dark_tile_ink: str
    dark_link: str


@dataclass(frozen=True, slots=True)
class Logo:
    """Where the logo is served, and how large it is shown."""

    url: str
    width: int
    height: int
    alternative: str


@lru_cache(maxsize=64)
def palette(color: str) -> Palette:
    """The tints that go with a color like #3b4cca."""
    light = colors.readable(color, on=colors.WHITE, contrast=colors.TEXT_CONTRAST)
    dark = colors.readable(color, on=DARK_CARD, contrast=colors.TEXT_CONTRAST)
    tile, dark_tile = colors.mixed(colors.WHITE, light, 0.1), colors.mixed(DARK_CARD, dark, 0.18)
    return Palette(
        tile=tile,
        tile_line=colors.mixed(colors.WHITE, light, 0.28),
        tile_ink=colors.readable(colors.mixed(light, colors.BLACK, 0.25), on=tile, contrast=7),
        link=light,
        dark_tile=dark_tile,
        dark_tile_line=colors.mixed(DARK_CARD, dark, 0.42),
        dark_tile_ink=colors.readable(colors.WHITE, on=dark_tile, contrast=7),
        dark_link=dark,
    )


def logo_of(survey: Survey) -> Logo | None:
    """The survey's logo as an image on this server: the same address for everybody, so it tells nothing."""
    stored = SurveyLogo.objects.filter(survey=survey.pk).defer("image").first()
    if stored is None:
        return None
    width, height = size_at_head(stored.width, stored.height)
    url = links.absolute("public:logo", digest=stored.digest, kind=stored.kind)
    return Logo(url, width, height, stored.alternative)


def size_at_head(width: int, height: int) -> tuple[int, int]:
    """How large a logo of so many pixels is shown at the head of a mail or page, in CSS pixels."""
    scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height, 1)
    return max(1, round(width * scale)), max(1, round(height * scale))
