"""An audience in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from customers.domain.audiences.operators import Takes
from customers.domain.audiences.rules import Rule, Rules

if TYPE_CHECKING:
    from datetime import date

    Part = Rule | Rules

# So many values are told one by one; whoever wants them all opens the rules.
TOLD = 6


def describe(rules: Rules) -> str:
    """“Stage is Renewal or Advocate and last score is at most 6.”"""
    if rules.is_empty:
        return "All customers."
    told = _joined([_part(it) for it in rules.rules], "and" if rules.match == "all" else "or")
    return f"{told[0].upper()}{told[1:]}."


def describe_rule(rule: Rule) -> str:
    """One rule: “stage is Renewal or Advocate”."""
    if rule.operator.takes == Takes.FLAG:
        return f"{_label(rule)}: {'yes' if rule.value else 'no'}"
    value = _value(rule)
    words = [_label(rule), rule.operator.label, value, rule.operator.unit if value else ""]
    if rule.operator.unit and rule.value == 1:
        words[-1] = rule.operator.unit.removesuffix("s")
    return " ".join(word for word in words if word)


def _part(part: Part) -> str:
    if isinstance(part, Rules):
        inner = [_part(it) for it in part.rules]
        told = _joined(inner, "and" if part.match == "all" else "or")
        return f"({told})" if len(inner) > 1 else told
    return describe_rule(part)


def _label(rule: Rule) -> str:
    label = rule.field.label
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _value(rule: Rule) -> str:
    value = rule.value
    match rule.operator.takes:
        case Takes.NOTHING:
            return ""
        case Takes.CHOICES:
            labels = dict(rule.field.choices()) if rule.field.choices else {}
            return _listed([str(labels.get(it, it)) for it in value])
        case Takes.TEXTS:
            return _listed([_single(it) for it in value])
        case Takes.NUMBERS | Takes.DAYS:
            return " and ".join(_single(it) for it in value)
    return _single(value)


def _single(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value}”"
    return f"{value:,}" if isinstance(value, (int, float)) else _day(value)


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _listed(words: list[str]) -> str:
    rest = len(words) - TOLD
    if rest > 1:
        words = [*words[:TOLD], f"{rest} more"]
    return _joined(words, "or", mark=",")


def _joined(words: list[str], word: str, mark: str = "") -> str:
    if len(words) == 1:
        return words[0]
    if mark:
        return f"{f'{mark} '.join(words[:-1])} {word} {words[-1]}"
    return f" {word} ".join(words)
