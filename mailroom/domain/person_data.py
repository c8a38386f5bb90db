"""Mails that were kept, and what mail providers told of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain import identities
from customers.domain.person_data import rows_of
from mailroom.domain import addressed

if TYPE_CHECKING:
    from customers.domain.person_data import Data
    from customers.models import Customer


def collect(customer: Customer) -> Data:
    """Every row of this room about the person."""
    addresses = identities.addresses_of(customer)
    return {
        "Mails kept on this server": rows_of(addressed.mails(addresses), without=["html"]),
        "What mail providers told": rows_of(
            addressed.events(addresses), without=["key", "recipient_hash", "attempts"]
        ),
    }
