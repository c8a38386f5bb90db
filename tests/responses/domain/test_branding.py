"""Any company's color can be read on our pages."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from core import colors
from responses.domain import branding

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def properties(color: str) -> dict[str, tuple[str, str]]:
    found = re.findall(
        r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", branding.stylesheet(color)
    )
    return {name: (light, dark) for name, light, dark in found}


@given(COLORS)
def test_a_stylesheet_is_readable_whatever_the_color(color: str) -> None:
    """T5: text on the ground and text on the button have 4.5 to 1, in light and in dark."""
    said = properties(color)
    assert set(said) == {
        "brand", "brand-strong", "brand-ink", "brand-fill", "brand-fill-ink", "brand-soft",
    }  # fmt: skip
    for side, ground in enumerate(branding.GROUNDS.values()):
        brand, ink = said["brand"][side], said["brand-ink"][side]
        assert colors.contrast_of(brand, ground) >= colors.TEXT_CONTRAST
        assert colors.contrast_of(ink, brand) >= colors.TEXT_CONTRAST
        assert colors.contrast_of(ink, said["brand-strong"][side]) >= colors.TEXT_CONTRAST
        fill, fill_ink = said["brand-fill"][side], said["brand-fill-ink"][side]
        assert colors.contrast_of(fill_ink, fill) >= colors.TEXT_CONTRAST
        assert colors.contrast_of(fill, ground) >= colors.FILL_CONTRAST


def test_a_bright_color_still_fills_the_button() -> None:
    said = properties("#ffd400")

    assert (said["brand"], said["brand-fill"], said["brand-fill-ink"]) == (
        ("#8a7200", "#ffd400"), ("#ffd400", "#ffd400"), ("#000000", "#000000"),
    )  # fmt: skip


def test_a_readable_color_stays_as_it_is() -> None:
    assert colors.readable("#3b4cca", on="#ffffff", contrast=4.5) == "#3b4cca"
