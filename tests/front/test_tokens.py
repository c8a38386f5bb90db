"""Every color that text is written in can be read on every ground it may stand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.front.files import STATIC, STYLES, named, style

if TYPE_CHECKING:
    from pathlib import Path

THEMES = {"light": 0, "dark": 1}
TEXT = ("ink", "ink-soft", "ink-faint", "brand", "promoter", "passive", "detractor", "info")
GROUNDS = ("ground", "surface", "sunken", "raised")
# Text on a ground of its own, wherever that stands.
PAIRS = (
    ("brand-ink", "brand"),
    ("brand-ink", "brand-strong"),
    ("danger-ink", "danger-fill"),
    ("brand", "brand-soft"),
    ("promoter", "promoter-soft"),
    ("passive", "passive-soft"),
    ("detractor", "detractor-soft"),
    ("info", "info-soft"),
    ("ink", "pressed"),
    *(("ink", f"{kind}-soft") for kind in ("promoter", "passive", "detractor", "info", "brand")),
)
# What has to be seen, not read: frames of fields, bars and dots.
SHAPES = (
    "line-field",
    "promoter-fill",
    "detractor-fill",
    "stage-prospect",
    "stage-new",
    "stage-established",
    "stage-renewal",
    "stage-advocate",
    "stage-loss",
)


def colors(theme: str) -> dict[str, str]:
    """The app's color tokens in one theme."""
    text = style(STATIC / "css" / "tokens.css")
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    return {name: values[THEMES[theme]] for name, *values in found}


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_a_contrast_of_four_and_a_half(theme: str) -> None:
    """G80: what a band says must be legible as text, in light and in dark."""
    has = colors(theme)
    pairs = [*((text, ground) for text in TEXT for ground in GROUNDS), *PAIRS]
    measured = {pair: round(contrast(has[pair[0]], has[pair[1]]), 2) for pair in pairs}

    assert {pair: ratio for pair, ratio in measured.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_have_a_contrast_of_three(theme: str) -> None:
    has = colors(theme)
    measured = {name: round(contrast(has[name], has["surface"]), 2) for name in SHAPES}

    assert {name: ratio for name, ratio in measured.items() if ratio < 3} == {}


def test_public_pages_have_the_colors_of_the_app() -> None:
    text = style(STATIC / "css" / "public" / "tokens.css")
    plain, _, after = text.partition("@supports")
    dark, _, _ = after.partition("@property")
    declared = {
        theme: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part))
        for theme, part in (("light", plain), ("dark", dark))
    }

    assert declared["light"].keys() == declared["dark"].keys()
    for theme, tokens in declared.items():
        known = {
            **colors(theme),
            "danger": colors(theme)["detractor"],
            "danger-soft": colors(theme)["detractor-soft"],
        }
        assert tokens == {name: known[name] for name in tokens}


def test_fallbacks_of_a_brand_are_the_light_theme() -> None:
    text = style(STATIC / "css" / "public" / "tokens.css")
    found = dict(
        re.findall(
            r'@property --([a-z-]+) \{\s+syntax: "<color>";\s+inherits: true;\s+initial-value: (#\w+);', text
        )
    )

    assert found == {
        name: colors("light")[name] for name in ("brand", "brand-strong", "brand-ink", "brand-soft")
    }


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_styles_use_tokens_that_exist(path: Path) -> None:
    scope = "public/tokens.css" if "public" in str(path) else "tokens.css"
    known = set(re.findall(r"--([a-z0-9-]+):", style(STATIC / "css" / scope)))
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", style(path)))

    assert used - known == set()


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=named)
def test_styles_name_no_color_of_their_own(path: Path) -> None:
    """tokens.css holds every color; the ground of a QR code has to be white in any theme."""
    text = style(path)
    found = set(re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)|\bhsl\(", text))

    assert found - {"#ffffff", "rgb(16 24 40 / 0.06)"} == set()
