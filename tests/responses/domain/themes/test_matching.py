"""Phrases find themes in any script, as whole words, however people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.themes import Phrase, find


def phrase(words: str, theme_id: int = 1) -> Phrase:
    return Phrase.of(theme_id=theme_id, language="", phrase=words)


@pytest.mark.parametrize(
    ("written", "words", "found"),
    [
        ("The support is SLOW today.", "slow", "SLOW"),
        ("slowly but surely", "slow", None),
        ("slowly but surely", "slow*", "slowly"),
        ("far below", "low*", None),
        ("Ständige Abstürze!", "absturz*", "Abstürze"),
        ("große Probleme", "grosse", "große"),
        ("muy caro, demasiado  caro", "demasiado caro", None),
        ("muy caro, demasiado caro", "demasiado caro", "demasiado caro"),
        ("yardım çok YAVAŞ", "yavas", "YAVAŞ"),
        ("İYİ değil", "iyi", "İYİ"),
        ("zbyt długo", "dlugo", "długo"),
        ("価格が高すぎるし", "高すぎ", "高すぎ"),
        ("ガス代", "カス", None),
        ("太贵了", "贵", "贵"),
        ("الدَّعم بطيء جداً", "الدعم", "الدَّعم"),
        ("ﬁle upload", "file upload", "ﬁle upload"),
        ("a.b", "a.b", "a.b"),
        ("axb", "a.b", None),
        ("", "slow", None),
        ("slow", "*", None),
        ("doesn’t work", "doesn't work", "doesn’t work"),
    ],
)
def test_a_phrase_is_found_as_whole_words(written: str, words: str, found: str | None) -> None:
    """G42: the words stand in the answer as its author wrote them."""
    assert find(written, [phrase(words)]) == ({1: found} if found else {})


def test_the_longest_words_of_a_theme_are_told() -> None:
    assert find("slow support team", [phrase("slow"), phrase("support team"), phrase("team", 2)]) == {
        1: "support team",
        2: "team",
    }


@given(st.text(max_size=60), st.text(max_size=20), st.booleans())
def test_what_is_found_stands_in_the_text(written: str, words: str, is_open: bool) -> None:
    found = find(written, [phrase(words + ("*" if is_open else ""))])

    assert all(told in written for told in found.values())


@given(st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=20))
def test_a_word_is_found_between_others(word: str) -> None:
    assert set(find(f"so {word} it is", [phrase(word)])) == ({1} if phrase(word).text else set())
