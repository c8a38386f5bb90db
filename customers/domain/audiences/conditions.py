"""Rules as a condition of the database.

Every condition is plainly true or false, never NULL: what is not known does not fit, unless the rule says
"is not" or "never". So it may stand under a NOT.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    In,
    IsNull,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
)

from customers.domain.audiences import times
from customers.domain.audiences.operators import Kind
from customers.domain.audiences.reach import Reach
from customers.domain.audiences.rules import Rules
from customers.models import Customer, Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from customers.domain.audiences.rules import Rule
    from customers.querysets import CustomerQuerySet
    from team.models import Program

COMPARISONS = {
    "eq": Exact,
    "gt": GreaterThan,
    "gte": GreaterThanOrEqual,
    "lt": LessThan,
    "lte": LessThanOrEqual,
}


def condition(rules: Rules, *, program: Program, now: datetime, prefix: str = "") -> Q:
    """Whoever fits. `prefix` leads from the queried rows to the customer (`customer__`).

    Rules that are empty fit everybody: `Q()`. Erased and merged customers are the caller's matter.
    """
    return _all_of(rules, Reach(program, now, prefix))


def members(rules: Rules, *, program: Program, now: datetime) -> CustomerQuerySet:
    """The customers who fit, without the erased and the merged."""
    rows: CustomerQuerySet = Customer.objects.current()
    return rows.filter(condition(rules, program=program, now=now))


def _all_of(rules: Rules, reach: Reach) -> Q:
    found = [_all_of(it, reach) if isinstance(it, Rules) else _rule(it, reach) for it in rules.rules]
    return reduce(and_ if rules.match == "all" else or_, found, Q())


def _rule(rule: Rule, reach: Reach) -> Q:
    return _BY_KIND[rule.field.kind](rule, reach)


def _flag(rule: Rule, reach: Reach) -> Q:
    fits: Q = rule.field.compared(reach)
    return fits if rule.value else ~fits


def _text(rule: Rule, reach: Reach) -> Q:
    compared = Coalesce(rule.field.compared(reach), Value(""), output_field=TextField())
    value, key = rule.value, rule.operator.key
    match key:
        case "is_set":
            return ~Q(Exact(compared, ""))
        case "is_not_set":
            return Q(Exact(compared, ""))
        case "starts_with":
            return Q(IStartsWith(compared, value))
        case "contains" | "not_contains":
            fits = Q(IContains(compared, value))
        case _:
            # As it is written, or in other letters: SQLite knows small and capital letters of ASCII alone.
            fits = Q(In(compared, list(value)))
            fits |= Q(In(Lower(compared), [it.lower() for it in value]))
    return ~fits if key.startswith("not_") else fits


def _choice(rule: Rule, reach: Reach) -> Q:
    compared = rule.field.compared(reach)
    known = Q(IsNull(compared, False))
    match rule.operator.key:
        case "is_set":
            return known
        case "is_not_set":
            return ~known
        case "not_in":
            return ~(known & Q(In(compared, list(rule.value))))
    return known & Q(In(compared, list(rule.value)))


def _number(rule: Rule, reach: Reach) -> Q:
    compared, key = rule.field.compared(reach), rule.operator.key
    known = Q(IsNull(compared, False))
    match key:
        case "is_set":
            return known
        case "is_not_set":
            return ~known
        case "ne":
            return ~(known & Q(Exact(compared, rule.value)))
        case "between":
            low, high = rule.value
            return known & Q(GreaterThanOrEqual(compared, low)) & Q(LessThanOrEqual(compared, high))
    return known & Q(COMPARISONS[key](compared, rule.value))


def _event(rule: Rule, reach: Reach) -> Q:
    happened = Event.objects.filter(
        customer_id=OuterRef(f"{reach.prefix}pk"), name=rule.field.compared(reach)
    )
    if rule.value is not None:
        happened = happened.filter(occurred_at__gte=reach.start_of(reach.day_from_today(-rule.value)))
    never = rule.operator.key in {"is_not_set", "not_in_last_days"}
    return Q(~Exists(happened)) if never else Q(Exists(happened))


_BY_KIND: dict[Kind, Callable[[Rule, Reach], Q]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.NUMBER: _number,
    Kind.DATE: times.date_fits,
    Kind.MOMENT: times.moment_fits,
    Kind.FLAG: _flag,
    Kind.EVENT: _event,
}
