"""The custom attributes that an import brings: defined once with their kind, kept to ever after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.importing.targets import ATTRIBUTE_OF, TARGETS
from customers.enums import AttributeKind
from customers.models import AttributeDefinition

if TYPE_CHECKING:
    from datetime import datetime

    from customers.domain.importing.mapping import Mapping


def known_kinds() -> dict[str, str]:
    """The kind of each attribute that is defined, by its key."""
    return dict(AttributeDefinition.objects.values_list("key", "kind"))


def problems(mapping: Mapping) -> dict[int, str]:
    """The columns whose attribute is known as another kind, by index, each with a sentence."""
    kinds, found = known_kinds(), {}
    for index, (key, kind) in _attributes(mapping).items():
        known = kinds.get(key, kind)
        if known != kind:
            label = TARGETS[ATTRIBUTE_OF[known]].label
            found[index] = f"“{key}” is known as {AttributeKind(known).label.lower()}: choose “{label}”."
    return found


def define(mapping: Mapping, *, now: datetime) -> int:
    """Store what is new; returns how many. Somebody may define the same at this moment: theirs counts."""
    known = known_kinds()
    new = [
        AttributeDefinition(
            key=key, label=mapping.columns[index].header[:120] or key, kind=kind, created_at=now
        )
        for index, (key, kind) in _attributes(mapping).items()
        if key not in known
    ]
    AttributeDefinition.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _attributes(mapping: Mapping) -> dict[int, tuple[str, str]]:
    """The name and the kind of each column that becomes an attribute."""
    return {
        index: (column.attribute.strip(), target.attribute_kind)
        for index, column in enumerate(mapping.columns)
        if (target := column.goes_to) is not None and target.is_attribute
    }
