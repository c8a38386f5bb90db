"""The signed values of the answer page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from responses import tokens
from tests.moments import NOW


def test_a_nonce_says_when_its_page_was_shown() -> None:
    """G62: started."""
    nonce = tokens.page_nonce(7, now=NOW)

    assert tokens.read_page_nonce(nonce, 7, now=NOW + timedelta(hours=24)) == NOW


@pytest.mark.parametrize(
    ("nonce", "later"),
    [
        (tokens.page_nonce(8, now=NOW), timedelta()),
        (tokens.page_nonce(7, now=NOW), timedelta(hours=24, seconds=1)),
        (tokens.page_nonce(7, now=NOW) + "x", timedelta()),
        (tokens.receipt(7, now=NOW), timedelta()),
        ("7-1773133200", timedelta()),
        ("", timedelta()),
    ],
    ids=["another invitation's", "old", "altered", "a receipt", "unsigned", "empty"],
)
def test_a_stale_nonce_is_refused(nonce: str, later: timedelta) -> None:
    assert tokens.read_page_nonce(nonce, 7, now=NOW + later) is None


def test_a_receipt_is_one_invitations_for_a_day() -> None:
    receipt = tokens.receipt(7, now=NOW)

    assert tokens.has_receipt(receipt, 7, now=NOW + timedelta(hours=24))
    assert not tokens.has_receipt(receipt, 8, now=NOW)
    assert not tokens.has_receipt(receipt, 7, now=NOW + timedelta(hours=25))
    assert not tokens.has_receipt(tokens.page_nonce(7, now=NOW), 7, now=NOW)
