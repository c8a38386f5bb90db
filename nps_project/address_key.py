"""Whether the key that names addresses is still the one that named those in the database.

With another key every address would look new: nobody would have been asked, nobody would have refused.
"""

from __future__ import annotations

from django.conf import settings

from core.addresses import address_hash
from team.models import Program

# Hashed like an address, but none: it tells two keys apart and gives nothing away.
PROBE = "fingerprint of the key"


class KeyChanged(Exception):
    """ADDRESS_HASH_KEY is not the one that this database was filled with."""

    def __init__(self) -> None:
        super().__init__(
            "ADDRESS_HASH_KEY is not the one that this database was filled with. Restore it from the backup: "
            "with another key nobody counts as asked or unsubscribed, and everybody would be asked again."
        )


def fingerprint() -> str:
    """What tells the configured key from others."""
    return address_hash(PROBE, settings.ADDRESS_HASH_KEY.encode())


def verify() -> None:
    """Raises KeyChanged when the stored fingerprint is another key's."""
    if Program.objects.exclude(address_hash_fingerprint__in=["", fingerprint()]).exists():
        raise KeyChanged


def remember() -> None:
    """Store the fingerprint of the first key, then verify: of two that start at once, one wins."""
    Program.objects.current()
    Program.objects.filter(address_hash_fingerprint="").update(address_hash_fingerprint=fingerprint())
    verify()
