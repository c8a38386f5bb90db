"""QR codes: what they hold, and that they can be read in print."""

from __future__ import annotations

import re
from io import BytesIO

import segno
from PIL import Image

from surveys.domain import codes

URL = "https://survey.northwind.example/l/lobby"


def squares(picture: Image.Image) -> list[list[int]]:
    """The code's squares as a reader samples them, without the margin: 1 is dark."""
    bits = picture.convert("1")
    count = len(segno.make(URL, error=codes.LEVEL).matrix) + 2 * codes.MARGIN
    scale = int(bits.width) // count
    middle = scale // 2
    rows = [
        [0 if bits.getpixel((x * scale + middle, y * scale + middle)) else 1 for x in range(count)]
        for y in range(count)
    ]
    margin = codes.MARGIN
    assert {bit for row in rows[:margin] for bit in row} == {0}
    return [row[margin:-margin] for row in rows[margin:-margin]]


def test_png_holds_the_address() -> None:
    """Square for square the code of this text, with its white margin."""
    code = segno.make(URL, error=codes.LEVEL, micro=False)

    found = squares(Image.open(BytesIO(codes.png(URL))))

    assert found == [list(row) for row in code.matrix]
    assert (code.error, code.is_micro) == ("M", False)


def test_svg_is_of_any_size_and_holds_no_style() -> None:
    """A strict content policy shows it; white behind it, so it can be read on a dark page."""
    drawing = codes.svg(URL).decode()

    assert re.match(r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \d+ \d+"', drawing)
    assert "style" not in drawing
    assert 'fill="#fff"' in drawing
