"""Who fits, worked out in Python from one customer at a time: what the database is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.models import Customer
    from team.models import Program

ABSENT = (None, "")
OWN_OR_ACCOUNT = {"country", "renewal_on", "churned_on"}
OF_ACCOUNT = {
    "account": "name",
    "industry": "industry",
    "account_value": "annual_revenue",
    "owner": "manager_id",
}
INSTANTS = {"last_answered": "last_answered_at", "added": "created_at"}


@dataclass(frozen=True)
class Judge:
    """Applies raw rules, as they are stored, to customers as they were read."""

    program: Program
    now: datetime
    kinds: dict[str, str]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.program.time_zone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def fits(self, rules: dict[str, Any], customer: Customer) -> bool:
        if not rules.get("rules"):
            return True
        whether = all if rules.get("match", "all") == "all" else any
        return whether(
            self.fits(it, customer) if "rules" in it else self._rule(it, customer) for it in rules["rules"]
        )

    def _rule(self, rule: dict[str, Any], customer: Customer) -> bool:
        field, op, value = rule["field"], rule["op"], rule.get("value")
        if field.startswith("event:"):
            return self._event(field.removeprefix("event:"), op, value, customer)
        known = self._value(field, customer)
        if op == "is":
            return bool(known) is value
        if op in {"is_set", "is_not_set"}:
            return (known not in ABSENT) is (op == "is_set")
        if op.startswith("not_") or op == "ne":
            return known in ABSENT or not self._compare(
                op.removeprefix("not_").replace("ne", "eq"), known, value
            )
        return known not in ABSENT and self._compare(op, known, value)

    def _value(self, field: str, customer: Customer) -> Any:
        account = customer.account
        if field.startswith("attribute:"):
            return self._attribute(field.removeprefix("attribute:"), customer)
        if field in OF_ACCOUNT:
            return getattr(account, OF_ACCOUNT[field]) if account else None
        if field in OWN_OR_ACCOUNT:
            return getattr(customer, field) or (getattr(account, field) if account else None)
        special = getattr(self, f"_{field}", None)
        return special(customer) if special else getattr(customer, INSTANTS.get(field, field))

    def _attribute(self, key: str, customer: Customer) -> Any:
        value = customer.attributes.get(key)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        match self.kinds[key]:
            case "number":
                numeral = isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+([.][0-9]+)?", value)
                return float(value) if is_number or numeral else None
            case "date":
                is_day = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
                return date.fromisoformat(value) if is_day else None
        return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)

    def _last_band(self, customer: Customer) -> str:
        if customer.last_score is None:
            return "none"
        return (
            "promoter" if customer.last_score >= 9 else "passive" if customer.last_score >= 7 else "detractor"
        )

    def _last_surveyed(self, customer: Customer) -> datetime | None:
        return customer.contact.last_asked_at if customer.contact else None

    def _has_email(self, customer: Customer) -> bool:
        return customer.canonical_email is not None

    def _blocked(self, customer: Customer) -> bool:
        return customer.contact is not None and customer.contact.blocked_reason != ""

    def _opted_in(self, customer: Customer) -> bool:
        return customer.opted_in_at is not None

    def _may_be_asked(self, customer: Customer) -> bool:
        contact, address = customer.contact, customer.canonical_email
        if contact is None or address is None or contact.blocked_reason:
            return False
        if any(at is not None and at > self.now for at in (contact.next_survey_at, contact.paused_until)):
            return False
        if customer.opted_in_at is None and self._value("country", customer) in self.program.opt_in_countries:
            return False
        return not any(address.endswith((f"@{it}", f".{it}")) for it in self.program.blocked_domains)

    def _event(self, name: str, op: str, value: Any, customer: Customer) -> bool:
        times = [it.occurred_at for it in customer.events.all() if it.name == name]
        if value is not None:
            times = [at for at in times if self._day(at) >= self.today - timedelta(days=value)]
        return bool(times) is (op in {"is_set", "in_last_days"})

    def _day(self, value: date | datetime) -> date:
        return value.astimezone(self.zone).date() if isinstance(value, datetime) else value

    def _compare(self, op: str, known: Any, value: Any) -> bool:
        if isinstance(known, date):
            far = (self._day(known) - self.today).days
            return self._compare_day(op, self._day(known), far, value, is_instant=isinstance(known, datetime))
        if op == "between":
            return bool(value[0] <= known <= value[1])
        by_number: dict[str, Callable[[], Any]] = {
            "eq": lambda: known == value, "gt": lambda: known > value, "gte": lambda: known >= value,
            "lt": lambda: known < value, "lte": lambda: known <= value,
            "in": lambda: known in value or str(known).lower() in [str(it).lower() for it in value],
            "contains": lambda: value.lower() in known.lower(),
            "starts_with": lambda: known.lower().startswith(value.lower()),
        }  # fmt: skip
        return bool(by_number[op]())

    def _compare_day(self, op: str, day: date, far: int, value: Any, *, is_instant: bool) -> bool:
        match op:
            case "in_next_days":
                return 0 <= far <= int(value)
            case "in_last_days":
                return -far <= int(value) and (is_instant or far <= 0)
            case "days_ahead_or_more":
                return far >= int(value)
            case "days_ago_or_more":
                return -far >= int(value)
            case "between":
                return str(value[0]) <= day.isoformat() <= str(value[1])
        stated = date.fromisoformat(value)
        return {"before": day < stated, "after": day > stated, "on": day == stated}[op]
