"""What is said of a customer and their company: one set of rules for the import, the API and the pages.

A fact that is missing leaves what is stored; None or an empty text clears it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from customers.domain import cleaning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Facts of the company begin so where they come with a customer's.
COMPANY = "account_"
NO_FIELD = "There is no such field."
IDENTITY = ("name", "external_id")
CUSTOMER_CLEANERS: dict[str, Callable[[object], object]] = {
    "email": cleaning.address_and_canonical,
    "external_id": cleaning.identifier,
    "name": cleaning.text(200),
    "phone": cleaning.phone,
    "language": cleaning.language,
    "time_zone": cleaning.time_zone,
    "country": cleaning.country,
    "source": cleaning.source,
    "joined_on": cleaning.day,
    "first_purchase_on": cleaning.day,
    "last_purchase_on": cleaning.day,
    "purchase_count": cleaning.whole_number,
    "renewal_on": cleaning.day,
    "churned_on": cleaning.day,
    "opted_in_at": cleaning.instant,
    "opt_in_source": cleaning.text(120),
    "attributes": cleaning.attributes,
}
# What is said of the person's address and their wish; each can only make us more careful, or is new.
CONTACT_CLEANERS: dict[str, Callable[[object], object]] = {
    "opted_in": cleaning.flag,
    "unsubscribed": cleaning.flag,
    "last_surveyed_on": cleaning.day,
}
ACCOUNT_CLEANERS: dict[str, Callable[[object], object]] = {
    "name": cleaning.text(200),
    "external_id": cleaning.identifier,
    "manager": cleaning.address,
    "country": cleaning.country,
    "industry": cleaning.text(120),
    "annual_revenue": cleaning.amount,
    "currency": cleaning.currency,
    "renewal_on": cleaning.day,
    "churned_on": cleaning.day,
    "attributes": cleaning.attributes,
}


class InvalidFacts(Exception):
    """Something that was said cannot be; `errors` names each field with a sentence.

    The problem of the whole stands under "". `customers` are the ids of two whom it points at.
    """

    def __init__(self, errors: dict[str, str], customers: tuple[int, ...] = ()) -> None:
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))
        self.errors = errors
        self.customers = customers


@dataclass(frozen=True, slots=True)
class Facts:
    """Clean values by model field, of a customer and of the company they belong to.

    `attributes` holds only those to set, and None for those to remove; `manager` is an address.
    `contact` is what is said of their address: refused, agreed, asked before.
    """

    customer: dict[str, object] = field(default_factory=dict)
    account: dict[str, object] = field(default_factory=dict)
    contact: dict[str, object] = field(default_factory=dict)

    @property
    def canonical_email(self) -> str | None:
        """The address in its one form, when one is given."""
        found = self.customer.get("canonical_email")
        return str(found) if found else None

    @property
    def external_id(self) -> str | None:
        """The customer's identifier, when one is given."""
        found = self.customer.get("external_id")
        return str(found) if found else None

    @property
    def names_company(self) -> bool:
        """Whether the company is told by name or identifier."""
        return any(self.account.get(name) for name in IDENTITY)


def clean(facts: Mapping[str, object]) -> Facts:
    """A customer's facts, checked; the company's begin with `account_`. Raises InvalidFacts."""
    errors: dict[str, str] = {}
    own = {name: value for name, value in facts.items() if name in CUSTOMER_CLEANERS}
    company = {name.removeprefix(COMPANY): value for name, value in facts.items() if name.startswith(COMPANY)}
    contact = {name: value for name, value in facts.items() if name in CONTACT_CLEANERS}
    known = own.keys() | contact.keys()
    errors |= {name: NO_FIELD for name in facts if name not in known and not name.startswith(COMPANY)}
    cleaned = Facts(
        _with_canonical(_cleaned(own, CUSTOMER_CLEANERS, errors)),
        _cleaned(company, ACCOUNT_CLEANERS, errors, COMPANY),
        _cleaned(contact, CONTACT_CLEANERS, errors),
    )
    if not errors:
        errors = _contradictions(cleaned)
    if errors:
        raise InvalidFacts(errors)
    return cleaned


def clean_account(facts: Mapping[str, object]) -> dict[str, object]:
    """A company's facts, checked. Raises InvalidFacts."""
    errors: dict[str, str] = {}
    cleaned = _cleaned(facts, ACCOUNT_CLEANERS, errors)
    if errors:
        raise InvalidFacts(errors)
    return cleaned


def _cleaned(
    facts: Mapping[str, object],
    cleaners: dict[str, Callable[[object], object]],
    errors: dict[str, str],
    prefix: str = "",
) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in facts.items():
        try:
            if name in cleaners:
                values[name] = cleaners[name](value)
            else:
                errors[f"{prefix}{name}"] = NO_FIELD
        except ValueError as problem:
            errors[f"{prefix}{name}"] = str(problem)
    return values


def _with_canonical(values: dict[str, object]) -> dict[str, object]:
    match values.get("email"):
        case (written, canonical):
            values |= {"email": written, "canonical_email": canonical}
    return values


def _contradictions(facts: Facts) -> dict[str, str]:
    if "email" in facts.customer and not facts.customer["email"]:
        return {"email": "An address can be changed, not removed. To write no more to it, block it."}
    if not facts.names_company and any(
        value for name, value in facts.account.items() if name not in IDENTITY
    ):
        return {f"{COMPANY}name": "Name the company, or give its identifier."}
    return {}
