"""The words of the public pages that belong to the product, not to one survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import trans_real

from responses.domain.wording import de, en, es, fr, it, nl
from responses.domain.wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LANGUAGES", "Words", "best", "of_browser"]

LANGUAGES = {"en": en.WORDS, "de": de.WORDS, "es": es.WORDS, "fr": fr.WORDS, "it": it.WORDS, "nl": nl.WORDS}


def best(*codes: str) -> Words:
    """The words in the first of these languages that we speak, region aside; else in English."""
    return _first(codes)


def of_browser(accept_language: str) -> Words:
    """The words in the language that a browser prefers: for pages that know of no customer."""
    return _first(code for code, _ in trans_real.parse_accept_lang_header(accept_language[:200]))


def _first(codes: Iterable[str]) -> Words:
    spoken = (LANGUAGES[code] for code in (code.lower().split("-")[0] for code in codes) if code in LANGUAGES)
    return next(spoken, en.WORDS)
