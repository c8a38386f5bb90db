"""Which phrases stand in a text. Pure: no rule is ever compiled to a pattern, so no rule can be slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responses.domain.themes import folding

if TYPE_CHECKING:
    from collections.abc import Iterable

ANY_ENDING = "*"
LONGEST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a theme, ready to be looked for. An open one may go on: `slow*` finds "slowly"."""

    theme_id: int
    language: str
    text: str
    is_open: bool

    @classmethod
    def of(cls, *, theme_id: int, language: str, phrase: str) -> Phrase:
        """From the words that somebody wrote."""
        is_open = phrase.rstrip().endswith(ANY_ENDING)
        return cls(theme_id, language, folding.fold_phrase(phrase.rstrip().rstrip(ANY_ENDING)), is_open)


def find(written: str, phrases: Iterable[Phrase]) -> dict[int, str]:
    """The themes whose phrases stand in the text, each with the longest words found, as written there."""
    text = folding.fold(written)
    best: dict[int, tuple[int, int]] = {}
    for phrase in phrases:
        span = _span(text.text, phrase) if phrase.text else None
        if span and _length(span) > _length(best.get(phrase.theme_id, (0, 0))):
            best[phrase.theme_id] = span
    return {
        theme_id: written[text.places[start] : text.places[end - 1] + 1][:LONGEST_FOUND]
        for theme_id, (start, end) in best.items()
    }


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _span(text: str, phrase: Phrase) -> tuple[int, int] | None:
    """Where the phrase stands as whole words, its open end run to the end of the word; None for nowhere."""
    start = text.find(phrase.text)
    while start >= 0:
        end = start + len(phrase.text)
        if phrase.is_open:
            end = _word_end(text, end)
        if _begins_word(text, start) and _ends_word(text, end):
            return start, end
        start = text.find(phrase.text, start + 1)
    return None


def _begins_word(text: str, start: int) -> bool:
    inside = start > 0 and folding.is_part_of_word(text[start - 1])
    return not (inside and folding.is_part_of_word(text[start]))


def _ends_word(text: str, end: int) -> bool:
    inside = end < len(text) and folding.is_part_of_word(text[end])
    return not (inside and folding.is_part_of_word(text[end - 1]))


def _word_end(text: str, end: int) -> int:
    while end < len(text) and folding.is_part_of_word(text[end]):
        end += 1
    return end
