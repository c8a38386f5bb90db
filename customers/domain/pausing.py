"""A person's wish to be left alone for a while. Nothing is sent meanwhile, whatever was granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from customers.domain import consent
from customers.models import Contact
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def pause(*, contact: Contact, until: datetime, actor: User | None, source: str, now: datetime) -> bool:
    """Ask nothing before an instant, which may be sooner or later than a pause that lasts; audited.

    Without an actor it was the person. `source` says where it was said. False when nothing changed.
    """
    return _set(contact, until, "contact.paused", actor=actor, source=source, now=now)


def end(*, contact: Contact, actor: User | None, source: str, now: datetime) -> bool:
    """Take the pause back; audited. False when there is none."""
    return _set(contact, None, "contact.pause_ended", actor=actor, source=source, now=now)


def _set(
    contact: Contact, until: datetime | None, action: str, *, actor: User | None, source: str, now: datetime
) -> bool:
    with transaction.atomic():
        before = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
        lasting = before.paused_until if before.paused_until and before.paused_until > now else None
        if lasting == until:
            return False
        Contact.objects.filter(pk=contact.pk).update(paused_until=until)
        days = [str(value) if value else None for value in (lasting, until)]
        changes = {"paused_until": days, "source": source}
        audit.log(actor=actor, action=action, subject=before, now=now, changes=changes)
        consent.announce(contact.pk)
    contact.paused_until = until
    return True
