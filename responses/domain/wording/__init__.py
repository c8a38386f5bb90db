"""The words of the public pages that belong to the product, not to one survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import trans_real

from core import languages
from responses.domain.wording import ar, de, en, es, fr, it, ja, nl, pl, pt, sv, tr, zh_hans
from responses.domain.wording.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LANGUAGES", "Words", "best", "of_browser"]

LANGUAGES = {
    module.WORDS.code: module.WORDS for module in (en, ar, de, es, fr, it, ja, nl, pl, pt, sv, tr, zh_hans)
}


def best(*codes: str) -> Words:
    """The words in the first of these languages that we speak, or in its nearest kin; else in English."""
    return _first(codes)


def of_browser(accept_language: str) -> Words:
    """The words in the language that a browser prefers: for pages that know of no customer."""
    return _first(code for code, _ in trans_real.parse_accept_lang_header(accept_language[:200]))


def _first(codes: Iterable[str]) -> Words:
    spoken = (languages.matching(code, LANGUAGES) for code in codes)
    return next((LANGUAGES[code] for code in spoken if code), en.WORDS)
