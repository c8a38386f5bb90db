"""Setting told values on a row, and knowing which of them were news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from customers.models import Account, Customer


def apply(row: Customer | Account, values: Mapping[str, object]) -> set[str]:
    """Set the values on the row, unsaved; returns the fields that changed.

    `attributes` are merged: what is not told stays, and None removes.
    """
    changed = set()
    for name, value in values.items():
        new = _merged(row.attributes, value) if name == "attributes" else value
        if getattr(row, name) != new:
            setattr(row, name, new)
            changed.add(name)
    return changed


def _merged(stored: dict[str, Any], told: Any) -> dict[str, Any]:
    return {name: value for name, value in {**stored, **told}.items() if value is not None}
