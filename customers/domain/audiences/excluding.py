"""One press in the builder: whoever was asked within the quiet period is left out, whatever else is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.calendars import add_months

if TYPE_CHECKING:
    from datetime import date

FIELD, OP = "last_surveyed", "not_in_last_days"


def recent(raw: dict[str, Any], *, months: int, today: date) -> dict[str, Any]:
    """Raw rules that hold for the same people but those asked in the last so many months.

    Where any rule is enough, leaving somebody out must hold beside each of them.
    """
    days = (today - add_months(today, -months)).days
    rule = {"field": FIELD, "op": OP, "value": days}
    rules = [it for it in raw.get("rules", []) if not _is_same(it)]
    if raw.get("match", "all") == "all" or not rules:
        return {"match": "all", "rules": [*rules, rule]}
    if not any("rules" in it for it in rules):
        return {"match": "all", "rules": [{"match": "any", "rules": rules}, rule]}
    return {"match": "any", "rules": [it for one in rules for it in _beside(one, rule)]}


def _beside(one: dict[str, Any], rule: dict[str, Any]) -> list[dict[str, Any]]:
    """One of several alternatives, with the rule beside it; a group of alternatives comes apart."""
    if "rules" not in one:
        return [{"match": "all", "rules": [one, rule]}]
    inner = [it for it in one["rules"] if not _is_same(it)]
    if one.get("match", "all") == "all":
        return [{"match": "all", "rules": [*inner, rule]}]
    return [{"match": "all", "rules": [it, rule]} for it in inner]


def _is_same(it: dict[str, Any]) -> bool:
    return it.get("field") == FIELD and it.get("op") == OP
