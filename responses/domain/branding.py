"""A company's color, made fit to be read: as text, as a line, and under text, in light and in dark."""

from __future__ import annotations

from core.colors import BLACK, TEXT_CONTRAST, WHITE, fill, ink_on, mixed, readable

# The public pages' grounds; static/css/tokens.css has the same.
GROUNDS = {"light": WHITE, "dark": "#171b23"}


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
