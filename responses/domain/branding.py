"""A company's color, made fit to be read: as text, as a line, and under text, in light and in dark."""

from __future__ import annotations

from core.colors import BLACK, TEXT_CONTRAST, WHITE, contrast_of, parts_of

# The public pages' grounds; static/css/tokens.css has the same.
GROUNDS = {"light": WHITE, "dark": "#171b23"}
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
    parts = zip(parts_of(color), parts_of(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)
