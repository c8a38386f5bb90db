"""Rules as JSON, checked: every field, operator and value before anything is asked of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from customers.domain.audiences import values
from customers.domain.audiences.fields import ATTRIBUTE, Catalog, Field, catalog

if TYPE_CHECKING:
    from customers.domain.audiences.operators import Operator

MATCHES = ("all", "any")
MOST_RULES = 50
MOST_IN_A_GROUP = 25


class InvalidRules(Exception):
    """The rules cannot be; `problems` names the path of each mistake (`rules.1.value`) with a sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{path}: {message}" for path, message in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison, checked."""

    field: Field
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Some rules, of which all or any must hold; one level of groups among them."""

    match: Literal["all", "any"] = "all"
    rules: tuple[Rule | Rules, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everybody fits."""
        return not self.rules


EVERYBODY = Rules()


def parse(raw: object) -> Rules:
    """Check stored or sent rules. Nothing at all (None, {}) means everybody. Raises InvalidRules."""
    if raw is None or raw == {}:
        return EVERYBODY
    problems: dict[str, str] = {}
    found = _group(raw, "", catalog(), problems)
    if not problems and found is not None and _size(found) > MOST_RULES:
        problems["rules"] = f"An audience has at most {MOST_RULES} rules."
    if problems or found is None:
        raise InvalidRules(problems)
    return found


def as_json(rules: Rules) -> dict[str, Any]:
    """The stored form: what `parse` reads."""
    return {
        "match": rules.match,
        "rules": [
            as_json(it)
            if isinstance(it, Rules)
            else {"field": it.field.key, "op": it.operator.key, "value": values.as_json(it.value)}
            for it in rules.rules
        ],
    }


def _size(rules: Rules) -> int:
    return sum(_size(it) if isinstance(it, Rules) else 1 for it in rules.rules)


def _group(raw: object, path: str, known: Catalog, problems: dict[str, str]) -> Rules | None:
    """One group with everything in it; None where something is wrong."""
    if not isinstance(raw, dict) or not isinstance(raw.get("rules"), list):
        problems[_at(path, "rules")] = "This must be an object with “match” and a list of “rules”."
        return None
    match, listed = raw.get("match", "all"), raw["rules"]
    if match not in MATCHES:
        problems[_at(path, "match")] = "Write all or any."
    _refuse_others(raw, {"match", "rules"}, path, problems)
    if path and not listed:
        problems[_at(path, "rules")] = "A group needs a rule."
    if len(listed) > MOST_IN_A_GROUP:
        problems[_at(path, "rules")] = f"A group has at most {MOST_IN_A_GROUP} rules."
        return None
    found = [_one(it, _at(path, f"rules.{place}"), known, problems) for place, it in enumerate(listed)]
    return Rules(match, tuple(it for it in found if it is not None)) if match in MATCHES else None


def _one(raw: object, path: str, known: Catalog, problems: dict[str, str]) -> Rule | Rules | None:
    if isinstance(raw, dict) and ("rules" in raw or "match" in raw):
        if path.count("rules") > 1:
            problems[path] = "Groups go one level deep."
            return None
        return _group(raw, path, known, problems)
    if not isinstance(raw, dict):
        problems[path] = "This must be an object with “field”, “op” and “value”."
        return None
    _refuse_others(raw, {"field", "op", "value"}, path, problems)
    return _rule(raw, path, known, problems)


def _rule(raw: dict[Any, Any], path: str, known: Catalog, problems: dict[str, str]) -> Rule | None:
    field = known.find(raw.get("field"))
    if field is None:
        problems[f"{path}.field"] = _unknown(raw.get("field"))
        return None
    operator = field.operator(raw.get("op"))
    if operator is None:
        offered = ", ".join(it.key for it in field.operators)
        problems[f"{path}.op"] = f"“{field.label}” takes one of: {offered}."
        return None
    try:
        return Rule(field, operator, values.check(raw.get("value"), field=field, operator=operator))
    except ValueError as problem:
        problems[f"{path}.value"] = str(problem)
        return None


def _unknown(key: object) -> str:
    if isinstance(key, str) and key.startswith(ATTRIBUTE):
        return "No custom attribute has this key. Define it first: its kind decides what can be said of it."
    return "There is no such field." if key else "Choose what this rule looks at."


def _refuse_others(raw: dict[Any, Any], names: set[str], path: str, problems: dict[str, str]) -> None:
    for name in raw.keys() - names:
        problems[_at(path, str(name)[:64])] = "There is no such name here."


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
