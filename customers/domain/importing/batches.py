"""Some rows of a file, read and handed to the intake together: what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from customers.domain.facts import InvalidFacts
from customers.domain.importing.mapping import WHOLE, index_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from customers.domain.facts import Facts
    from customers.domain.importing.mapping import Mapping
    from customers.domain.intake import Intake

    Absorb = Callable[[list[Facts]], list[Intake | InvalidFacts]]

REJECTED = "rejected"


class Result(NamedTuple):
    """One row: "created", "changed", "unchanged" or "rejected", then with the reason and the column's index.

    `customers` are the ids of two whom its identifiers point at.
    """

    line: int
    row: list[str]
    outcome: str
    at: int = WHOLE
    reason: str = ""
    customers: tuple[int, ...] = ()

    def column(self, mapping: Mapping) -> str:
        """The column that is wrong; empty for the row as a whole."""
        return "" if self.at == WHOLE else mapping.columns[self.at].header


def take(rows: Sequence[tuple[int, list[str]]], mapping: Mapping, absorb: Absorb) -> list[Result]:
    """Every row's outcome: first those that cannot be read, then the others in their order."""
    results: list[Result] = []
    good: list[tuple[int, list[str], Facts]] = []
    for line, row in rows:
        reading = read(mapping, row)
        if reading.facts is None:
            index, reason = min(reading.errors.items())
            results.append(Result(line, row, REJECTED, index, reason))
        else:
            good.append((line, row, reading.facts))
    outcomes = absorb([facts for _, _, facts in good]) if good else []
    for (line, row, _), outcome in zip(good, outcomes, strict=True):
        if isinstance(outcome, InvalidFacts):
            index, reason = index_of(mapping, outcome.errors)
            results.append(Result(line, row, REJECTED, index, reason, outcome.customers))
        else:
            results.append(Result(line, row, outcome.outcome))
    return results
