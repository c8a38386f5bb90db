"""Dates and moments: a rule as the stretch of days it means."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThan

if TYPE_CHECKING:
    from datetime import date

    from customers.domain.audiences.reach import Reach
    from customers.domain.audiences.rules import Rule

    # From the first day on, up to the day before the second; None has no end.
    Stretch = tuple[date | None, date | None]

DAY = timedelta(days=1)


def date_fits(rule: Rule, reach: Reach) -> Q:
    """A condition on a day of the calendar."""
    return _fits(rule, rule.field.compared(reach), *_stretch(rule, reach))


def moment_fits(rule: Rule, reach: Reach) -> Q:
    """A condition on an instant: days begin and end where the program is."""
    first, end = _stretch(rule, reach)
    begins, ends = (None if day is None else reach.start_of(day) for day in (first, end))
    if rule.operator.key in {"in_last_days", "not_in_last_days"}:
        # What just happened may carry a clock that is ahead of ours.
        ends = None
    return _fits(rule, rule.field.compared(reach), begins, ends)


def _fits(rule: Rule, compared: Any, begins: Any, ends: Any) -> Q:
    known = Q(IsNull(compared, False))
    if rule.operator.key == "is_not_set":
        return ~known
    found = known
    if begins is not None:
        found &= Q(GreaterThanOrEqual(compared, begins))
    if ends is not None:
        found &= Q(LessThan(compared, ends))
    return ~found if rule.operator.key == "not_in_last_days" else found


def _stretch(rule: Rule, reach: Reach) -> Stretch:
    value, today = rule.value, reach.today
    match rule.operator.key:
        case "before":
            return None, value
        case "after":
            return value + DAY, None
        case "on":
            return value, value + DAY
        case "between":
            return value[0], value[1] + DAY
        case "is_set" | "is_not_set":
            return None, None
    return _from_today(rule.operator.key, timedelta(days=value), today)


def _from_today(key: str, far: timedelta, today: date) -> Stretch:
    match key:
        case "in_next_days":
            return today, today + far + DAY
        case "days_ahead_or_more":
            return today + far, None
        case "days_ago_or_more":
            return None, today - far + DAY
    return today - far, today + DAY
