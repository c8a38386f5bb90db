"""What lies here about an address: mails that were kept, and what providers told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Lower

from core.addresses import InvalidAddress, address_hash, canonical_email
from mailroom.models import LocalMail, ProviderEvent

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from mailroom.querysets import LocalMailQuerySet


def mails(addresses: Collection[str]) -> LocalMailQuerySet:
    """Kept mails to one of these addresses, however it is written."""
    wanted = {address.lower() for address in addresses}
    return LocalMail.objects.alias(to=Lower("recipient")).filter(to__in=wanted)


def events(addresses: Collection[str]) -> QuerySet[ProviderEvent]:
    """Events of these addresses: by the hash, and those that could not be read by their words."""
    found = Q(recipient_hash__in=_hashes(addresses))
    for address in addresses:
        found |= Q(recipient_hash="", said__icontains=address)
    return ProviderEvent.objects.alias(said=Cast("payload", TextField())).filter(found)


def forget(addresses: Collection[str]) -> None:
    """Delete the mails, and drop what the events say; that there was an event stays, for counting."""
    mails(addresses).delete()
    events(addresses).exclude(payload={}, error="").update(payload={}, error="")


def _hashes(addresses: Collection[str]) -> list[str]:
    hashes = []
    for address in addresses:
        try:
            hashes.append(address_hash(canonical_email(address), settings.ADDRESS_HASH_KEY.encode()))
        except InvalidAddress:
            continue
    return hashes
