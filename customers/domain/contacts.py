"""Finding an address's record by the keyed hash, and making it when it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from core.addresses import address_hash
from customers.models import Contact

if TYPE_CHECKING:
    from collections.abc import Collection


def ensure(*, canonical_emails: Collection[str]) -> dict[str, Contact]:
    """The contact of each canonical address. One that was known before an erasure is found again."""
    key = settings.ADDRESS_HASH_KEY.encode()
    hashes = {address_hash(email, key): email for email in canonical_emails}
    found = _by_hash(hashes)
    missing = sorted(hashes.keys() - found.keys())
    if missing:
        # Another transaction may make the same one at this moment: its row is as good as ours.
        Contact.objects.bulk_create([Contact(address_hash=it) for it in missing], ignore_conflicts=True)
        found |= _by_hash(missing)
    return {hashes[it]: contact for it, contact in found.items()}


def _by_hash(hashes: Collection[str]) -> dict[str, Contact]:
    return {it.address_hash: it for it in Contact.objects.filter(address_hash__in=list(hashes))}
