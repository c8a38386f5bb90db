"""How languages are written, and what we say in each."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from core import placeholders
from responses.domain import languages, wording

PLACES = {"stop_title": {"company"}, "paused_text": {"day"}}


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "Deutsch"), ("fr", "Français"), ("de-AT", "Deutsch"), ("zh-Hans", "简体中文"), ("tlh", "tlh")],
)
def test_own_name(code: str, name: str) -> None:
    assert languages.own_name(code) == name


def test_every_language_says_everything() -> None:
    for code, words in wording.LANGUAGES.items():
        assert words.code == code
        for field, sentence in asdict(words).items():
            assert sentence.strip(), (code, field)
            assert placeholders.find(sentence) == PLACES.get(field, set()), (code, field)


@pytest.mark.parametrize(
    ("codes", "spoken"),
    [
        *((["de-AT"], "de"), (["tlh", "fr"], "fr"), ([""], "en"), (["NL"], "nl"), ([], "en")),
        *((["pt-BR"], "pt"), (["zh-CN"], "zh-Hans"), (["zh"], "zh-Hans"), (["zh-TW"], "en"), (["nb"], "en")),
    ],
)
def test_best_is_the_first_that_we_speak(codes: list[str], spoken: str) -> None:
    assert wording.best(*codes).code == spoken


@pytest.mark.parametrize(
    ("header", "spoken"),
    [("de-DE,de;q=0.9,en;q=0.5", "de"), ("tlh, es;q=0.3", "es"), ("", "en"), ("*", "en"), ("\x00;;q=", "en")],
)
def test_of_browser_follows_its_preferences(header: str, spoken: str) -> None:
    assert wording.of_browser(header).code == spoken
