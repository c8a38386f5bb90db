"""Whom the program's own rules keep us from writing to: no opt-in where one is needed, a blocked domain.

Each rule twice, for one customer and as an expression for many; a test holds them equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import In

if TYPE_CHECKING:
    from collections.abc import Collection

    from customers.models import Customer


def country_of(customer: Customer) -> str:
    """The customer's country code: their own, else their account's, else empty."""
    return customer.country or (customer.account.country if customer.account else "")


def country(prefix: str = "") -> Coalesce:
    """The same for many. `prefix` leads to the customer (`customer__`)."""
    own = NullIf(F(f"{prefix}country"), Value(""))
    return Coalesce(own, F(f"{prefix}account__country"), Value(""), output_field=CharField())


def lacks_opt_in(customer: Customer, *, countries: Collection[str]) -> bool:
    """Whether their country asks for an opt-in that they have not given."""
    return customer.opted_in_at is None and country_of(customer) in countries


def without_opt_in(*, countries: Collection[str], prefix: str = "") -> Q:
    """The same for many; nobody, where no country asks for one."""
    if not countries:
        return Q(pk__in=[])
    return Q(**{f"{prefix}opted_in_at": None}) & Q(In(country(prefix), sorted(countries)))


def has_blocked_domain(canonical_email: str | None, *, domains: Collection[str]) -> bool:
    """Whether an address is in one of these domains, or in one below it."""
    domain = (canonical_email or "").rpartition("@")[2]
    return any(domain == blocked or domain.endswith(f".{blocked}") for blocked in domains)


def in_domains(*, domains: Collection[str], prefix: str = "") -> Q:
    """The same for many; nobody, where no domain is given. Domains are canonical, so are addresses."""
    found = Q(pk__in=[])
    for domain in domains:
        found |= Q(**{f"{prefix}canonical_email__endswith": f"@{domain}"})
        found |= Q(**{f"{prefix}canonical_email__endswith": f".{domain}"})
    return found
