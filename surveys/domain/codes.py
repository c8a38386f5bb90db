"""QR codes of public links, for screens and for print."""

from __future__ import annotations

from io import BytesIO

import segno

# Readable with a seventh of it torn off or written over, as happens to a poster.
LEVEL = "m"
# Squares of white around it, which readers need.
MARGIN = 4
WHITE = "#fff"


def svg(text: str) -> bytes:
    """The code as a drawing of any size."""
    target = BytesIO()
    _made(text).save(
        target,
        kind="svg",
        border=MARGIN,
        light=WHITE,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return target.getvalue()


def png(text: str, *, scale: int = 24) -> bytes:
    """The code as a picture: `scale` pixels for each of its squares, enough for print."""
    target = BytesIO()
    _made(text).save(target, kind="png", border=MARGIN, light=WHITE, scale=scale)
    return target.getvalue()


def _made(text: str) -> segno.QRCode:
    return segno.make(text, error=LEVEL, micro=False)
