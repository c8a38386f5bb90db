"""Which text fits which reader, and which way it runs."""

from __future__ import annotations

import pytest

from core import languages

OURS = ["ar", "de", "en", "pt", "zh-Hans"]


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("en", "ltr"),
        ("de-AT", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he-IL", "rtl"),
        ("FA", "rtl"),
        ("", "ltr"),
    ],
)
def test_direction(code: str, way: str) -> None:
    assert languages.direction(code) == way


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch", "de"),
        ("pt-BR", "pt"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("zh_hans", "zh-Hans"),
        ("zh-TW", None),
        ("zh-Hant", None),
        ("ar-EG", "ar"),
        ("nb", None),
        ("", None),
        ("x", None),
        ("-", None),
        ("<b>", None),
    ],
)
def test_matching_is_the_nearest_of_ours(code: str, found: str | None) -> None:
    """G7: per language; whoever speaks none of ours gets the survey's default, not its neighbor's tongue."""
    assert languages.matching(code, OURS) == found


@pytest.mark.parametrize(
    ("code", "available", "found"),
    [
        ("de-AT", ["de-CH", "en"], "de-CH"),
        ("pt", ["pt-BR"], "pt-BR"),
        ("zh-HK", ["zh-Hant", "zh-Hans"], "zh-Hant"),
        ("zh-TW", ["zh"], "zh"),
        ("zh-SG", ["zh-sg", "zh-Hans"], "zh-sg"),
        ("de-AT-1996", ["de-AT", "de"], "de-AT"),
    ],
)
def test_matching_prefers_what_is_near(code: str, available: list[str], found: str) -> None:
    assert languages.matching(code, available) == found


@pytest.mark.parametrize(
    ("code", "written"),
    [("ZH-hans", "zh-Hans"), ("pt_br", "pt-BR"), ("DE", "de"), ("zh-hant-tw", "zh-Hant-TW")],
)
def test_canonical_writes_codes_as_the_standard_does(code: str, written: str) -> None:
    assert languages.canonical(code) == written


@pytest.mark.parametrize(
    ("code", "name"), [("de", "German"), ("zh-Hans", "Simplified Chinese"), ("tlh", "tlh"), ("", "")]
)
def test_name_of_is_what_people_say(code: str, name: str) -> None:
    assert languages.name_of(code) == name
