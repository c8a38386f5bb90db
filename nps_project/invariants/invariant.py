"""The form of an invariant and of what breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that should not be: what it is about ("invitation 12"), and what is wrong."""

    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Invariant:
    """A numbered rule. `find` reads, and never writes, the rows that break it at an instant."""

    number: int
    rule: str
    find: Callable[[datetime], Iterator[Breach]]

    @property
    def code(self) -> str:
        """As people cite it: I1."""
        return f"I{self.number}"
