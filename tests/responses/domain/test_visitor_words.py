"""Our own words for visitors: in every language that the product speaks, and in the nearest one."""

from __future__ import annotations

import pytest

from responses.domain import visitor_words, wording

CASES = [("de-AT", "de"), ("zh-CN", "zh-Hans"), ("ar-EG", "ar"), ("tlh", "en"), ("", "en"), ("zh-TW", "en")]


def test_every_language_of_the_public_pages_has_them() -> None:
    assert visitor_words.WORDS.keys() == wording.LANGUAGES.keys()
    assert all(all(words) for words in visitor_words.WORDS.values())


@pytest.mark.parametrize(("asked", "found"), CASES)
def test_best_finds_the_nearest(asked: str, found: str) -> None:
    assert visitor_words.best(asked) == visitor_words.WORDS[found]
