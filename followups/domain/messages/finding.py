"""Which message an event is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.messages import mailnames
from followups.models import Message
from surveys.domain.finding import NEARBY, SKEW
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from mailroom.models import ProviderEvent


def find(event: ProviderEvent) -> Message | None:
    """The message by the mark that it carried, by its provider's name, or by address and time.

    The last only where the event names no mail, and no survey's mail left at about the same time.
    """
    if name := str(event.payload.get("row", "")):
        message_id = mailnames.read(name)
        return Message.objects.filter(pk=message_id).first() if message_id else None
    if event.message_id:
        bare = event.message_id.strip().removeprefix("<").removesuffix(">")
        names = [event.message_id, bare, f"<{bare}>"]
        return Message.objects.filter(provider_message_id__in=names).order_by("-pk").first()
    return _nearby(event)


def _nearby(event: ProviderEvent) -> Message | None:
    """The only mail to this address that left shortly before; None where there are several, or none."""
    if not event.recipient_hash:
        return None
    span = (event.occurred_at - NEARBY, event.occurred_at + SKEW)
    theirs = {"contact__address_hash": event.recipient_hash, "attempt_started_at__range": span}
    reminders = {f"invitation__{key}" if "contact" in key else key: value for key, value in theirs.items()}
    if Invitation.objects.filter(**theirs).exists() or Reminder.objects.filter(**reminders).exists():
        return None
    rows = list(Message.objects.filter(**theirs)[:2])
    return rows[0] if len(rows) == 1 else None
