"""A mapping in words of one line, as the command takes and prints it: `Joined=joined_on:dmy`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from customers.domain.importing.cells import samples_of
from customers.domain.importing.mapping import NOTATIONS, Column, Mapping, with_columns
from customers.domain.importing.suggesting import attribute_name, with_notation
from customers.domain.importing.targets import IGNORED, TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnknownChoice(Exception):
    """The file has no such column, or there is no such target; the message says which."""


def choose(
    mapping: Mapping, asked: Sequence[str], rows: Sequence[Sequence[str]], *, empty_clears: bool
) -> Mapping:
    """The mapping with what was asked for, each as HEADER=TARGET, TARGET:NOTATION or TARGET:NAME:NOTATION.

    A target that somebody asks for is taken from the column that had it by suggestion. Raises UnknownChoice.
    """
    chosen = dict(_parsed(mapping, it, rows) for it in asked)
    taken = {column.target for column in chosen.values() if not _is_attribute(column)}
    for index, column in enumerate(mapping.columns):
        if index not in chosen and column.target in taken:
            chosen[index] = Column(column.header)
    return replace(with_columns(mapping, chosen), empty_clears=empty_clears)


def written(column: Column) -> str:
    """The column as `choose` reads it."""
    parts = [column.target, column.attribute, column.notation]
    return f"{column.header}={':'.join(part for part in parts if part)}"


def _parsed(mapping: Mapping, asked: str, rows: Sequence[Sequence[str]]) -> tuple[int, Column]:
    header, equals, goes_to = asked.rpartition("=")
    found = [index for index, column in enumerate(mapping.columns) if column.header == header.strip()]
    if not equals or len(found) != 1:
        names = ", ".join(column.header for column in mapping.columns)
        reason = "names two columns" if found else "names no column"
        raise UnknownChoice(f"“{asked}” {reason} of the file, which has: {names}.")
    index = found[0]
    target, *how = goes_to.strip().split(":")
    if target not in TARGETS and target != IGNORED:
        raise UnknownChoice(f"“{target}” is no target. There are: {', '.join(TARGETS)}.")
    return index, _column(header.strip(), target, how, samples_of(rows, index))


def _column(header: str, target: str, how: list[str], cells: list[str]) -> Column:
    column = Column(header, target)
    goes_to = column.goes_to
    notations = NOTATIONS.get(goes_to.kind, {}) if goes_to else {}
    column = with_notation(column, cells)
    for part in how:
        if part in notations:
            column = replace(column, notation=part)
        elif _is_attribute(column):
            column = replace(column, attribute=part)
        else:
            raise UnknownChoice(
                f"“{part}” says nothing about {target}. Known: {', '.join(notations) or 'nothing'}."
            )
    if _is_attribute(column) and not column.attribute:
        column = replace(column, attribute=attribute_name(header))
    return column


def _is_attribute(column: Column) -> bool:
    target = column.goes_to
    return target is not None and target.is_attribute
