"""How well one color reads on another, and its nearest kin that does."""

WHITE, BLACK = "#ffffff", "#000000"
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
# A fill has a readable border and readable text; it only has to differ from the ground.
FILL_CONTRAST = 1.3


def contrast_of(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21, of two colors like #3b4cca."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def parts_of(color: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


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


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in parts_of(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # sRGB's transfer function, as WCAG defines relative luminance.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
