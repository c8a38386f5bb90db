"""The inbox of the providers' events: each is stored once, whatever it says, and acted on later."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DataError, IntegrityError, transaction

from mailroom.domain.events import reading
from mailroom.models import ProviderEvent

if TYPE_CHECKING:
    from datetime import datetime

    from anymail.signals import AnymailTrackingEvent

logger = logging.getLogger(__name__)


def keep(*, event: AnymailTrackingEvent, esp: str, now: datetime) -> bool:
    """Store an event. False when it is there already. Raises nothing that another event must pay for.

    What cannot be read is stored as it came. A database that is away does raise: the provider then
    sends all of it again.
    """
    if unread := getattr(event, "unread", ""):
        return _stored(reading.unreadable(event.esp_event, esp=esp, problem=unread, now=now))
    try:
        row = reading.row_of(event, esp=esp, now=now)
    except Exception as problem:
        # Whatever a provider sends, the rest of the batch is as good as ever.
        logger.exception("An event of %s could not be read", esp)
        row = reading.unreadable(event.esp_event, esp=esp, problem=repr(problem), now=now)
    try:
        return _stored(row)
    except DataError as problem:
        logger.exception("An event of %s could not be stored", esp)
        return _stored(reading.unreadable(None, esp=esp, problem=f"{row.key}: {problem!r}", now=now))


def _stored(row: ProviderEvent) -> bool:
    """In a savepoint: its failure leaves the others of the batch alone."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if ProviderEvent.objects.filter(esp=row.esp, key=row.key).exists():
            return False
        raise
    return True
