"""Which of two values survives a merge: as somebody chose, else as suggested here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from customers.models import Customer

KEPT, LOST = "kept", "lost"
# With the address goes its one form, and the agreement that was given for it.
WITH_EMAIL = ("email", "canonical_email", "contact", "opted_in_at", "opt_in_source")
LABELS = {
    "name": "Name",
    "email": "E-mail address",
    "external_id": "Identifier in your CRM",
    "phone": "Phone number",
    "account": "Company",
    "language": "Language",
    "time_zone": "Time zone",
    "country": "Country",
    "source": "How they came",
    "joined_on": "Joined",
    "first_purchase_on": "First purchase",
    "last_purchase_on": "Last purchase",
    "purchase_count": "Number of purchases",
    "renewal_on": "Renewal",
    "churned_on": "Churned",
}
ATTRIBUTE = "attributes."


def side_of(field: str, kept: Customer, lost: Customer, choices: Mapping[str, str]) -> str:
    """Whose value of a field survives. Somebody's choice counts, but never an empty value over a value."""
    ours, theirs = value_of(field, kept), value_of(field, lost)
    if is_empty(ours) != is_empty(theirs):
        return LOST if is_empty(ours) else KEPT
    chosen = choices.get(field)
    return chosen if chosen in (KEPT, LOST) else _suggested(field, ours, theirs)


def fields_of(kept: Customer, lost: Customer) -> list[str]:
    """Every field that a merge decides on; attributes by their names, in order."""
    names = sorted({*kept.attributes, *lost.attributes})
    return [*LABELS, *(f"{ATTRIBUTE}{name}" for name in names)]


def value_of(field: str, customer: Customer) -> Any:
    """A field's value, an attribute's by its name."""
    if field.startswith(ATTRIBUTE):
        return customer.attributes.get(field.removeprefix(ATTRIBUTE))
    return getattr(customer, field)


def is_empty(value: object) -> bool:
    """Nothing is known; a plain no, or a zero, is something."""
    return value is None or value == ""


def values(kept: Customer, lost: Customer, choices: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What the customer who is left has, by model field, and the fields that come from the other one."""
    sides = {field: side_of(field, kept, lost, choices) for field in fields_of(kept, lost)}
    owners = {KEPT: kept, LOST: lost}
    found = {field: getattr(owners[sides[field]], field) for field in LABELS}
    found |= {field: getattr(owners[sides["email"]], field) for field in WITH_EMAIL}
    found["attributes"] = {
        field.removeprefix(ATTRIBUTE): value_of(field, owners[side])
        for field, side in sides.items()
        if field.startswith(ATTRIBUTE)
    }
    taken = [
        field
        for field, side in sides.items()
        if side == LOST and value_of(field, kept) != value_of(field, lost)
    ]
    return found, taken


def _suggested(field: str, ours: Any, theirs: Any) -> str:
    """The longer history: the earlier first purchase, the later last one, the higher count."""
    if is_empty(ours):
        return KEPT
    if field in {"joined_on", "first_purchase_on"}:
        return LOST if theirs < ours else KEPT
    if field in {"last_purchase_on", "purchase_count"}:
        return LOST if theirs > ours else KEPT
    return KEPT
