"""A survey's logo: what is uploaded is checked, drawn anew by us, and only our drawing is kept and served."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from PIL import Image, ImageOps

from surveys.models import Survey, SurveyLogo
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_BYTES_KEPT: Final = 200 * 1024
MOST_PIXELS: Final = 16_000_000
LEAST_SIDE: Final = 16
MOST_SIDES_RATIO: Final = 12
# Three times the place at the head of a mail, for the sharpest of screens.
KEPT_SIZE: Final = (600, 168)
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")
_QUALITIES: Final = (90, 80, 65)


class NotALogo(ValueError):
    """This file cannot be the logo; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image as we drew it: nothing of the file is left but what it shows."""

    image: bytes
    content_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Names these very bytes."""
        return hashlib.sha256(self.image).hexdigest()


def set_logo(*, survey: Survey, data: bytes, alternative: str, actor: User, now: datetime) -> SurveyLogo:
    """Make this file the survey's logo; mails and pages show it from now on. Raises NotALogo."""
    drawing = drawn(data)
    facts = {
        "image": drawing.image,
        "content_type": drawing.content_type,
        "width": drawing.width,
        "height": drawing.height,
        "digest": drawing.digest,
        "alternative": alternative,
        "uploaded_at": now,
    }
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)
        logo, _ = SurveyLogo.objects.update_or_create(survey=survey, defaults=facts)
        size = f"{drawing.width} × {drawing.height}"
        changes = {"logo": ["", size], "alternative": ["", alternative]}
        audit.log(actor=actor, action="survey.logo", subject=survey, now=now, changes=changes)
    return logo


def remove_logo(*, survey: Survey, actor: User, now: datetime) -> bool:
    """Show the company's name again; mails that were sent lose their image. False where there was none."""
    with transaction.atomic():
        removed, _ = SurveyLogo.objects.filter(survey=survey).delete()
        if removed:
            audit.log(actor=actor, action="survey.logo_remove", subject=survey, now=now)
    return removed > 0


def drawn(data: bytes) -> Drawn:
    """The file's picture, upright, no larger than it is shown, without metadata. Raises NotALogo."""
    if len(data) > MOST_BYTES:
        raise NotALogo("The file is larger than 2 MB. Save a smaller picture.")
    if b"<svg" in data[:4096].lower():
        raise NotALogo(
            "SVG files can carry scripts, and most mail programs do not show them. Save the logo as PNG."
        )
    picture = _opened(data)
    picture.thumbnail(KEPT_SIZE, Image.Resampling.LANCZOS)
    return _encoded(picture)


def _opened(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
            # The header alone was read so far: a small file may unpack to gigabytes.
            _check_size(*file.size)
            file.seek(0)
            upright = ImageOps.exif_transpose(file)
            return _plain(upright)
    except NotALogo:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise NotALogo("The picture has too many pixels. Save a smaller one.") from bomb
    except Exception as problem:  # decoders raise what they like at broken files
        raise NotALogo("This is not a PNG, JPEG, WebP or GIF picture, or it is damaged.") from problem


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotALogo(f"The picture has {width} × {height} pixels. Save one of at most 4,000 × 4,000.")
    if min(width, height) < LEAST_SIDE:
        raise NotALogo(f"The picture has {width} × {height} pixels, too few to be seen. Use a larger one.")
    if max(width, height) > MOST_SIDES_RATIO * min(width, height):
        raise NotALogo("The picture is a thin strip. Cut it to at most twelve times as wide as high.")


def _plain(picture: Image.Image) -> Image.Image:
    """The pixels alone: a new image has no comments, no place, no color profile."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    pixels = picture.convert(mode)
    if mode == "RGBA" and pixels.getchannel("A").getextrema() == (255, 255):
        mode, pixels = "RGB", pixels.convert("RGB")
    fresh = Image.new(mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _encoded(picture: Image.Image) -> Drawn:
    drawing = _saved(picture, "PNG", optimize=True)
    if len(drawing.image) <= MOST_BYTES_KEPT:
        return drawing
    if picture.mode == "RGB":
        for quality in _QUALITIES:
            drawing = _saved(picture, "JPEG", quality=quality, optimize=True)
            if len(drawing.image) <= MOST_BYTES_KEPT:
                return drawing
    smaller = (picture.width * 3 // 4, picture.height * 3 // 4)
    return _encoded(picture.resize(smaller, Image.Resampling.LANCZOS))


def _saved(picture: Image.Image, kind: str, **options: bool | int) -> Drawn:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return Drawn(out.getvalue(), f"image/{kind.lower()}", picture.width, picture.height)
