"""Mails that left, what providers tell of them, and what is on record then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mailroom.domain.events import meaning, processing
from mailroom.enums import EventKind, OutboxState
from mailroom.models import ProviderEvent
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import InvitationFactory
from tests.mailroom.providers import AT
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Invitation, Reminder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAYA = "maya@customers.example"


def process() -> int:
    return processing.process(clock=lambda: AT + HOUR, budget=HOUR)


def mailed(*, address: str = MAYA, **columns: Any) -> Invitation:
    """An invitation that left three minutes before the events; the provider calls it m-1."""
    contact = ContactFactory.create(address=address)
    customer = CustomerFactory.create(email=address, contact=contact)
    facts = {
        "state": OutboxState.SENT,
        "sent_at": NOW,
        "attempt_started_at": NOW,
        "attempts": 1,
        "provider_message_id": "m-1",
        **columns,
    }
    return InvitationFactory.create(customer=customer, contact=contact, **facts)


def told(kind: EventKind, *, name: str = "", at: datetime = AT, key: str = "", **more: Any) -> ProviderEvent:
    """An event in the inbox about m-1, or about the row of this name."""
    payload = {"row": name, "reject_reason": "", "said": "", **more.pop("payload", {})}
    return ProviderEvent.objects.create(
        esp="Test",
        key=key or f"{kind}{at.isoformat()}{name}",
        kind=kind,
        message_id=more.pop("message_id", "" if name else "m-1"),
        recipient_hash=more.pop("recipient_hash", ContactFactory.create(address=MAYA).address_hash),
        occurred_at=at,
        received_at=at,
        payload=payload,
        **more,
    )


def facts_of(row: Invitation | Reminder) -> dict[str, datetime | None]:
    row.refresh_from_db()
    return {column: at for column in meaning.FACTS.values() if (at := getattr(row, column)) is not None}


def block_of(row: Invitation) -> str:
    contact = row.contact
    assert contact
    contact.refresh_from_db()
    return contact.blocked_reason
