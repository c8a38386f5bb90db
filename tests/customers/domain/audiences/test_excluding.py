"""Leaving recent recipients out beside rules of any shape."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from customers.domain import audiences
from customers.domain.audiences import excluding

A = {"field": "stage", "op": "in", "value": ["new"]}
B = {"field": "country", "op": "in", "value": ["DE"]}
C = {"field": "has_email", "op": "is", "value": True}
# From 10 September to 10 March.
RECENT = {"field": "last_surveyed", "op": "not_in_last_days", "value": 181}
OLDER = RECENT | {"value": 30}


def any_of(*rules: Any) -> dict[str, Any]:
    return {"match": "any", "rules": list(rules)}


def all_of(*rules: Any) -> dict[str, Any]:
    return {"match": "all", "rules": list(rules)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (all_of(), all_of(RECENT)),
        (any_of(), all_of(RECENT)),
        (all_of(A, any_of(B, C)), all_of(A, any_of(B, C), RECENT)),
        (all_of(A, OLDER), all_of(A, RECENT)),
        (any_of(A, B), all_of(any_of(A, B), RECENT)),
        (any_of(A, all_of(B, C)), any_of(all_of(A, RECENT), all_of(B, C, RECENT))),
        (any_of(A, any_of(B, C)), any_of(all_of(A, RECENT), all_of(B, RECENT), all_of(C, RECENT))),
    ],
)
def test_recent_leaves_them_out_whatever_else_is_said(before: dict[str, Any], after: dict[str, Any]) -> None:
    """G64: recent recipients are left out beside each alternative."""
    found = excluding.recent(before, months=6, today=date(2026, 3, 10))

    assert found == after
    assert audiences.as_json(audiences.parse(found)) == after
