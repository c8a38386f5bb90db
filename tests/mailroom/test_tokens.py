"""The mark that a mail carries out and an event brings home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailroom import tokens

if TYPE_CHECKING:
    from pytest_django import Settings


def test_a_mark_names_its_row_wherever_it_stands() -> None:
    mark = tokens.mark("i17-1")

    assert tokens.read_mark(mark) == "i17-1"
    assert tokens.read_mark(f"<{mark}@northwind.example>") == "i17-1"
    assert tokens.read_mark(f" {mark}@northwind.example") == "i17-1"
    assert tokens.mark("i17-1") != mark
    # Postmark takes no longer values.
    assert len(tokens.mark(f"i{2**63}-2")) <= 80


@pytest.mark.parametrize("text", ["", "<>", "i17", "i17.0123456789abcdef.0123456789abcdef0123", "ï17.x.y"])
def test_what_we_did_not_sign_is_no_mark(text: str) -> None:
    assert tokens.read_mark(text) is None


def test_another_installations_mark_is_not_ours_and_an_old_keys_still_is(settings: Settings) -> None:
    mark, settings.SECRET_KEY = tokens.mark("i17"), "another" * 10

    assert tokens.read_mark(mark) is None

    settings.SECRET_KEY_FALLBACKS = ["x" * 50, settings.SECRET_KEY]
    assert tokens.read_mark(mark) is None


def test_a_mark_outlives_the_change_of_the_key(settings: Settings) -> None:
    mark, before = tokens.mark("i17"), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [before]

    assert tokens.read_mark(mark) == "i17"
