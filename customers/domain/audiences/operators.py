"""What may be said of a field: the operators of each kind, and what each takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field's values are."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    EVENT = "event"


class Takes(StrEnum):
    """What stands behind an operator."""

    NOTHING = "nothing"
    FLAG = "flag"
    CHOICES = "choices"
    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    NUMBERS = "numbers"
    DAY = "day"
    DAYS = "days"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: its key in JSON, its words between field and value, and the word behind the value."""

    key: str
    label: str
    takes: Takes
    unit: str = ""


IS_SET = Operator("is_set", "is known", Takes.NOTHING)
IS_NOT_SET = Operator("is_not_set", "is not known", Takes.NOTHING)
BETWEEN_DAYS = Operator("between", "is between", Takes.DAYS)

OF_KIND: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (
        Operator("in", "is", Takes.TEXTS),
        Operator("not_in", "is not", Takes.TEXTS),
        Operator("contains", "contains", Takes.TEXT),
        Operator("not_contains", "does not contain", Takes.TEXT),
        Operator("starts_with", "begins with", Takes.TEXT),
        IS_SET,
        IS_NOT_SET,
    ),
    Kind.CHOICE: (
        Operator("in", "is", Takes.CHOICES),
        Operator("not_in", "is not", Takes.CHOICES),
        IS_SET,
        IS_NOT_SET,
    ),
    Kind.NUMBER: (
        Operator("gte", "is at least", Takes.NUMBER),
        Operator("lte", "is at most", Takes.NUMBER),
        Operator("gt", "is more than", Takes.NUMBER),
        Operator("lt", "is less than", Takes.NUMBER),
        Operator("eq", "is exactly", Takes.NUMBER),
        Operator("ne", "is not", Takes.NUMBER),
        Operator("between", "is between", Takes.NUMBERS),
        IS_SET,
        IS_NOT_SET,
    ),
    Kind.DATE: (
        Operator("in_next_days", "is within the next", Takes.COUNT, "days"),
        Operator("in_last_days", "is within the last", Takes.COUNT, "days"),
        Operator("days_ahead_or_more", "is ahead by at least", Takes.COUNT, "days"),
        Operator("days_ago_or_more", "is past by at least", Takes.COUNT, "days"),
        Operator("before", "is before", Takes.DAY),
        Operator("after", "is after", Takes.DAY),
        Operator("on", "is on", Takes.DAY),
        BETWEEN_DAYS,
        IS_SET,
        IS_NOT_SET,
    ),
    Kind.MOMENT: (
        Operator("in_last_days", "within the last", Takes.COUNT, "days"),
        Operator("not_in_last_days", "not within the last", Takes.COUNT, "days"),
        Operator("before", "before", Takes.DAY),
        Operator("after", "after", Takes.DAY),
        Operator("between", "between", Takes.DAYS),
        Operator("is_set", "ever", Takes.NOTHING),
        Operator("is_not_set", "never", Takes.NOTHING),
    ),
    Kind.FLAG: (Operator("is", "is", Takes.FLAG),),
    Kind.EVENT: (
        Operator("in_last_days", "happened within the last", Takes.COUNT, "days"),
        Operator("not_in_last_days", "did not happen within the last", Takes.COUNT, "days"),
        Operator("is_set", "happened", Takes.NOTHING),
        Operator("is_not_set", "never happened", Takes.NOTHING),
    ),
}
