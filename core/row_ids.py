"""Ids of rows as an address or a form brings them: any text that somebody may have typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# The largest that a database keeps; SQLite's driver gives up beyond it.
LARGEST: Final = 2**63 - 1
_DIGITS: Final = len(str(LARGEST))


def read(text: str) -> int | None:
    """The id; None for what can be no row's."""
    if not (text.isascii() and text.isdigit()) or len(text) > _DIGITS:
        return None
    number = int(text)
    return number if number <= LARGEST else None


def read_all(texts: Iterable[str]) -> list[int]:
    """Those of them that can be ids, in their order."""
    return [number for text in texts if (number := read(text)) is not None]
