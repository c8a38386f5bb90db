"""Which values customers have for a trait: a hint for whoever describes a colleague."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from customers.models import Account, Customer
from followups.domain.assignment.needs import ACCOUNT, CUSTOMER, values

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of so many rows, the latest, the values are looked at.
LOOKED_AT = 500
MOST = 8


def known_values(source: str) -> list[str]:
    """The most frequent values of the latest customers or accounts, in the order of the alphabet."""
    owner = source.partition(".")[0]
    found: Iterable[tuple[str, ...]] = ()
    if owner == ACCOUNT:
        accounts = Account.objects.order_by("-pk").only("industry", "attributes")[:LOOKED_AT]
        found = [values(source, None, account) for account in accounts]
    elif owner == CUSTOMER:
        customers = Customer.objects.order_by("-pk").only("attributes")[:LOOKED_AT]
        found = [values(source, customer, None) for customer in customers]
    counted = Counter(value for one in found for value in one)
    return sorted(value for value, _ in counted.most_common(MOST))
