"""The widget's script: its parts from static/widget/ in one, behind the placement's own settings."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from responses.domain import branding
from surveys.domain import placements

if TYPE_CHECKING:
    from pathlib import Path

    from surveys.models import Placement

SCRIPTS = ("memory", "calls", "pieces", "dialog", "form", "start")
STYLES = ("frame", "form")
# An end tag in a config could end an inline script of somebody who copies ours into their page.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
SWITCHED_OFF = "/* This survey is switched off. */\n"


def script_for(placement: Placement) -> str:
    """What `/w/<key>.js` says; next to nothing while the placement takes no answers."""
    if not placements.takes_answers(placement):
        return SWITCHED_OFF
    config = {
        "key": placement.key,
        "delay": placement.delay_seconds,
        "days": placement.frequency_days,
        "sample": placement.sample_percent,
    }
    # A second copy on the same page, or one in a document without a script element, does nothing.
    return (
        '(() => {\n"use strict";\n'
        "if (window.Closeloop) return;\n"
        "const SCRIPT = document.currentScript;\n"
        f"const HOME = new URL(SCRIPT?.src ?? {json.dumps(settings.BASE_URL)}).origin;\n"
        f"const CONFIG = {json.dumps(config, separators=(',', ':')).translate(ESCAPES)};\n"
        f"{_behavior()}}})();\n"
    )


def style_for(color: str) -> str:
    """The dialog's style with a survey's color; it applies inside the shadow alone."""
    return _style() + branding.stylesheet(color).replace(":root", ":host")


def tag_of(script: str) -> str:
    """The script's entity tag."""
    return f'"{hashlib.sha256(script.encode()).hexdigest()[:20]}"'


@lru_cache(maxsize=1)
def _behavior() -> str:
    parts = ((_folder() / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    return "".join(_without_comments(part) for part in parts)


@lru_cache(maxsize=1)
def _style() -> str:
    parts = ((_folder() / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    text = " ".join(re.sub(r"/\*.*?\*/", "", part, flags=re.DOTALL) for part in parts)
    return re.sub(r" ?([{};]) ?", r"\1", " ".join(text.split()))


def _without_comments(text: str) -> str:
    """The script without comments of their own lines and without indentation: half of its bytes."""
    bare = re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    return "".join(f"{line.strip()}\n" for line in bare.splitlines() if line.strip())


def _folder() -> Path:
    folder: Path = settings.BASE_DIR / "static" / "widget"
    return folder
