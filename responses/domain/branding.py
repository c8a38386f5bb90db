"""A company's color, made fit to be read: as text, as a line, and under text, in light and in dark."""

from __future__ import annotations

WHITE, BLACK = "#ffffff", "#000000"
# The public pages' grounds; static/css/tokens.css has the same.
GROUNDS = {"light": WHITE, "dark": "#171b23"}
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
# A fill has a readable border and readable text; it only has to differ from the ground.
FILL_CONTRAST = 1.3


def stylesheet(color: str) -> str:
    """The custom properties that a page takes its color from; `color` is like #3b4cca."""
    light = readable(color, on=GROUNDS["light"], contrast=TEXT_CONTRAST)
    dark = readable(color, on=GROUNDS["dark"], contrast=TEXT_CONTRAST)
    fills = fill(color, on=GROUNDS["light"], else_use=light), fill(color, on=GROUNDS["dark"], else_use=dark)
    properties = {
        "brand": (light, dark),
        "brand-strong": (mixed(light, BLACK, 0.18), mixed(dark, WHITE, 0.25)),
        # What reads on white carries white text, and what reads on the dark ground black.
        "brand-ink": (WHITE, BLACK),
        "brand-fill": fills,
        "brand-fill-ink": (ink_on(fills[0]), ink_on(fills[1])),
        "brand-soft": (mixed(GROUNDS["light"], light, 0.09), mixed(GROUNDS["dark"], dark, 0.16)),
    }
    lines = "".join(
        f"    --{name}: light-dark({of_day}, {of_night});\n"
        for name, (of_day, of_night) in properties.items()
    )
    return f":root {{\n{lines}}}\n"


def readable(color: str, *, on: str, contrast: float) -> str:
    """The color itself or, where too faint on this ground, the nearest mix with black or white."""
    away = BLACK if contrast_of(on, BLACK) > contrast_of(on, WHITE) else WHITE
    steps = (mixed(color, away, step / 50) for step in range(51))
    return next(step for step in steps if contrast_of(step, on) >= contrast)


def fill(color: str, *, on: str, else_use: str) -> str:
    """The company's very color where it shows on this ground, else its readable kin."""
    return color if contrast_of(color, on) >= FILL_CONTRAST else else_use


def ink_on(ground: str) -> str:
    """Black or white, whichever reads better; at least 4.5 to 1 on any color."""
    return max((WHITE, BLACK), key=lambda ink: contrast_of(ink, ground))


def mixed(color: str, other: str, share: float) -> str:
    """The color with this share, 0 to 1, of the other in it."""
    parts = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)


def contrast_of(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # sRGB's transfer function, as WCAG defines relative luminance.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
