"""What can be a row's id, and what cannot."""

from __future__ import annotations

import pytest

from core import row_ids


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (str(2**63 - 1), 2**63 - 1),
        (str(2**63), None),
        ("9" * 5000, None),
        ("", None),
        ("-7", None),
        ("7 ", None),
        ("٧", None),
        ("7\0", None),
    ],
)
def test_an_id_is_what_a_database_can_keep(text: str, number: int | None) -> None:
    assert row_ids.read(text) == number
    assert row_ids.read_all([text, "8"]) == ([8] if number is None else [number, 8])
