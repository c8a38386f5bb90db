"""What the sample knows of its customers beyond what everybody knows, and the audiences it made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from customers.domain import attributes, audiences
from customers.domain.audiences import saving
from customers.enums import AttributeKind

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User

ATTRIBUTES = (("plan", "Plan"), ("version", "Product version"))
AUDIENCES: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    (
        "Large accounts at home",
        "Visited in person before the yearly review",
        [
            {"field": "country", "op": "in", "value": ["DE"]},
            {"field": "account_value", "op": "gte", "value": 100_000},
        ],
    ),
    (
        "On an old version",
        "Not asked within half a year, and the upgrade is out",
        [
            {"field": "attribute:version", "op": "starts_with", "value": "4."},
            {"field": "last_surveyed", "op": "not_in_last_days", "value": 184},
        ],
    ),
)


def gather(*, actor: User, now: datetime) -> None:
    """Define the attributes that the customers came with, and save two audiences."""
    for key, label in ATTRIBUTES:
        attributes.define(key=key, label=label, kind=AttributeKind.TEXT, actor=actor, now=now)
    for name, description, rules in AUDIENCES:
        checked = audiences.parse({"match": "all", "rules": rules})
        saving.create(name=name, description=description, rules=checked, actor=actor, now=now)
