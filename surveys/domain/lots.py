"""Who is drawn: a customer's lot in one campaign, from the number they drew once and for all.

Never random(): the same customer has the same lot whenever one looks, in Python and in SQL. Lots of two
campaigns, of two purposes of one campaign, and the place in a cycle tell nothing of each other.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from surveys.models import Campaign

SAMPLE, ROTATION = "sample", "rotation"
# A prime below 2³¹: squares of what is left of a division stay below 2⁶³ on both databases.
PRIME = 2_147_483_647
STEP = 48_271


def lot(spread: int, *, campaign: Campaign, purpose: str, of: int) -> int:
    """The lot of a customer with this spread: 0 to `of` - 1."""
    mixed = (spread + _seed(campaign, purpose)) * STEP % PRIME
    return mixed * mixed % PRIME % of


def lot_of(*, campaign: Campaign, purpose: str, of: int, prefix: str = "") -> Combinable:
    """The same for many. `prefix` leads to the customer (`customer__`)."""
    mixed = (Cast(F(f"{prefix}spread"), BigIntegerField()) + _big(_seed(campaign, purpose))) * _big(STEP)
    mixed %= _big(PRIME)
    # Squared, since a step alone would only shift the lots of one campaign into those of another.
    return mixed * mixed % _big(PRIME) % _big(of)


def _seed(campaign: Campaign, purpose: str) -> int:
    digest = hashlib.blake2s(f"{purpose}:{campaign.pk or 0}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % PRIME


def _big(number: int) -> Value:
    return Value(number, output_field=BigIntegerField())
