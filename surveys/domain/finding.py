"""Which mail of ours an event is about. Nobody's other mail may count as one of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from surveys.domain import mailnames
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from mailroom.models import ProviderEvent

# An event that names no mail may be about one that left at most so long before it.
NEARBY = timedelta(days=3)
# Clocks differ.
SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Mail:
    """A first mail, or a reminder of its invitation."""

    row: Invitation | Reminder
    invitation: Invitation


def find(event: ProviderEvent) -> Mail | None:
    """The mail by the mark that it carried, by its provider's name, or by address and time.

    The last only where the event names no mail at all: a company sends invoices to the same address.
    """
    if name := str(event.payload.get("row", "")):
        return _named(name)
    if event.message_id:
        return _called(event.message_id)
    return _nearby(event)


def _named(name: str) -> Mail | None:
    read = mailnames.read(name)
    if read is None:
        return None
    invitation_id, number = read
    if number:
        return _of(Reminder.objects.filter(invitation_id=invitation_id, number=number).first())
    return _of(Invitation.objects.filter(pk=invitation_id).first())


def _called(message_id: str) -> Mail | None:
    """By the provider's name for it; some write it in angle brackets, some do not."""
    bare = message_id.strip().removeprefix("<").removesuffix(">")
    names = [message_id, bare, f"<{bare}>"]
    found = Invitation.objects.filter(provider_message_id__in=names).order_by("-pk").first()
    return _of(found or Reminder.objects.filter(provider_message_id__in=names).order_by("-pk").first())


def _nearby(event: ProviderEvent) -> Mail | None:
    """The only mail to this address that left shortly before; None where there are several, or none."""
    if not event.recipient_hash:
        return None
    span = (event.occurred_at - NEARBY, event.occurred_at + SKEW)
    first = Invitation.objects.filter(
        contact__address_hash=event.recipient_hash, attempt_started_at__range=span
    )
    later = Reminder.objects.filter(
        invitation__contact__address_hash=event.recipient_hash, attempt_started_at__range=span
    )
    rows: list[Invitation | Reminder] = [*first[:2], *later[:2]]
    return _of(rows[0]) if len(rows) == 1 else None


def _of(row: Invitation | Reminder | None) -> Mail | None:
    if row is None:
        return None
    return Mail(row, row.invitation if isinstance(row, Reminder) else row)
