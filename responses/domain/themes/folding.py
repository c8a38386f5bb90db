"""Text as phrases are compared with it: without case, accents, vowel signs and lengthening strokes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What casefold leaves apart though people write one for the other.
_ALIKE = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ة": "ه", "ى": "ي", "ـ": "", "\u2019": "'"}
# Two kana differ by these marks as two letters do.
_VOICED = "\u3099\u309a"
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "HANGUL")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places[i]` is where its i-th character came from in the text as it was written."""

    text: str
    places: tuple[int, ...]


def fold(written: str) -> Folded:
    """Fold a text, keeping for every character where it came from."""
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(written):
        piece = _fold_char(char)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return Folded("".join(pieces), tuple(places))


# A company's phrases are the same from one answer to the next.
@lru_cache(maxsize=16384)
def fold_phrase(written: str) -> str:
    """A phrase as it is looked for: folded, with single spaces."""
    return " ".join(fold(written).text.split())


@lru_cache(maxsize=4096)
def is_part_of_word(char: str) -> bool:
    """True for letters and digits of scripts that put spaces between words."""
    return char.isalnum() and not unicodedata.name(char, "").startswith(_UNSPACED)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", char.casefold())
    kept = "".join(part for part in apart if part in _VOICED or unicodedata.category(part) != "Mn")
    kept = kept if kept.isascii() else unicodedata.normalize("NFKC", kept)
    return "".join(_ALIKE.get(part, part) for part in kept)
