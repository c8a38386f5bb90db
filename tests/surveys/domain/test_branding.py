"""A logo is checked, and drawn anew by us."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from surveys.domain import branding
from surveys.models import SurveyLogo
from team.models import AuditEntry
from tests.factories.questions import SurveyLogoFactory, picture
from tests.factories.surveys import SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User


def opened(drawing: branding.Drawn) -> Image.Image:
    image = Image.open(io.BytesIO(drawing.image))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_common_format_becomes_ours(kind: str) -> None:
    drawing = branding.drawn(picture(kind, size=(1200, 300)))

    image = opened(drawing)
    assert (image.format, drawing.content_type, image.size) == ("PNG", "image/png", (600, 150))
    assert (drawing.width, drawing.height) == (600, 150)


def test_a_small_logo_is_not_blown_up() -> None:
    assert (branding.drawn(picture(size=(120, 40))).width) == 120


def test_transparency_stays_and_an_empty_one_goes() -> None:
    clear = branding.drawn(picture(mode="RGBA", color=(0, 0, 0, 0)))
    full = branding.drawn(picture(mode="RGBA", color=(9, 9, 9, 255)))

    assert (opened(clear).mode, opened(full).mode) == ("RGBA", "RGB")


def test_nothing_of_the_file_is_left_but_what_it_shows() -> None:
    """Place, camera, comments, and whatever was hung on behind."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    data = picture("JPEG", exif=exif, comment=b"SecretComment") + b"SecretTail<script>"

    drawing = branding.drawn(data)

    assert b"Secret" not in drawing.image
    assert opened(drawing).info == {}


def test_a_picture_that_lies_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    drawing = branding.drawn(picture("JPEG", size=(100, 40), exif=exif))

    assert (drawing.width, drawing.height) == (40, 100)


def noise(mode: str) -> bytes:
    """A picture that nothing makes smaller."""
    size, out = (600, 168), io.BytesIO()
    pixels = random.Random(7).randbytes(size[0] * size[1] * len(mode))
    Image.frombytes(mode, size, pixels).save(out, "PNG")
    return out.getvalue()


def test_a_wild_picture_is_kept_small() -> None:
    drawing = branding.drawn(noise("RGB"))

    assert drawing.content_type == "image/jpeg"
    assert len(drawing.image) <= branding.MOST_BYTES_KEPT


def test_a_wild_picture_with_holes_is_made_smaller() -> None:
    drawing = branding.drawn(noise("RGBA"))

    assert (drawing.content_type, opened(drawing).mode) == ("image/png", "RGBA")
    assert len(drawing.image) <= branding.MOST_BYTES_KEPT
    assert drawing.width < 600


def bomb(width: int, height: int) -> bytes:
    """A PNG's head that promises so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "SVG files can carry scripts",
        ),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<SVG/>", "SVG files can carry scripts"),
        (b"", "not a PNG, JPEG, WebP or GIF"),
        (b"%PDF-1.7", "not a PNG, JPEG, WebP or GIF"),
        (picture("BMP"), "not a PNG, JPEG, WebP or GIF"),
        (picture("TIFF"), "not a PNG, JPEG, WebP or GIF"),
        (picture()[:120], "damaged"),
        (picture(size=(8, 8)), "too few to be seen"),
        (picture(size=(1000, 20)), "thin strip"),
        (bomb(5000, 4000), "5000 × 4000 pixels"),
        (bomb(60000, 60000), "too many pixels"),
        (bomb(12000, 9000), "pixels"),
        (b"x" * (branding.MOST_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(branding.NotALogo, match=why):
        branding.drawn(data)


@pytest.mark.django_db
def test_a_new_logo_takes_the_place_of_the_old_one(manager: User) -> None:
    survey = SurveyLogoFactory.create().survey

    logo = branding.set_logo(
        survey=survey, data=picture(color="#ff0000"), alternative="Northwind", actor=manager, now=NOW
    )

    stored = SurveyLogo.objects.get()
    assert (stored.pk, stored.digest, stored.alternative) == (logo.pk, logo.digest, "Northwind")
    assert bytes(stored.image) == branding.drawn(picture(color="#ff0000")).image
    assert AuditEntry.objects.get().action == "survey.logo"


@pytest.mark.django_db
def test_a_logo_is_removed_once(manager: User) -> None:
    survey = SurveyLogoFactory.create().survey
    removed = [branding.remove_logo(survey=survey, actor=manager, now=NOW) for _ in range(2)]

    assert removed == [True, False]
    assert AuditEntry.objects.get().action == "survey.logo_remove"
    assert not branding.remove_logo(survey=SurveyFactory.create(), actor=manager, now=NOW)
