"""What an event of Anymail says, in the columns of ours."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from core.addresses import InvalidAddress, address_hash, canonical_email
from mailroom import tokens
from mailroom.domain.events import bounces
from mailroom.domain.transports.backend import METADATA
from mailroom.enums import EventKind, EventState
from mailroom.models import ProviderEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anymail.signals import AnymailTrackingEvent

# Anymail's words that are not ours.
_KINDS: Final = {"queued": EventKind.SENT}
# Enough to see what a provider meant; nobody's mail has to lie here in full.
LARGEST_PAYLOAD: Final = 20_000
LONGEST: Final = 255


def row_of(event: AnymailTrackingEvent, *, esp: str, now: datetime) -> ProviderEvent:
    """The unsaved row. Raises whatever a malformed event makes Python raise."""
    raw = _plain(event.esp_event)
    kind = _kind(event.event_type)
    recipient = _text(event.recipient)
    said = _text(event.mta_response) or _text(event.description)
    message_id = _text(event.message_id)
    return ProviderEvent(
        esp=esp[:40],
        key=_key(event, kind=kind, recipient=recipient, raw=raw),
        kind=kind,
        is_permanent=kind != EventKind.BOUNCED or bounces.is_permanent(esp=esp, raw=raw, said=said),
        message_id=message_id[:LONGEST],
        recipient_hash=_hash(recipient),
        occurred_at=_instant(event.timestamp, now),
        received_at=now,
        payload={
            "row": _name(event.metadata, message_id),
            "reject_reason": _text(event.reject_reason)[:40],
            "said": said[:500],
            "event": _cut(raw),
        },
    )


def unreadable(raw: object, *, esp: str, problem: str, now: datetime) -> ProviderEvent:
    """The unsaved row of an event that could not be read: kept as it came, with what went wrong."""
    kept = _cut(_plain(raw))
    return ProviderEvent(
        esp=esp[:40],
        key=_digest(["unreadable", kept]),
        kind=EventKind.OTHER,
        occurred_at=now,
        received_at=now,
        payload={"event": kept},
        state=EventState.FAILED,
        processed_at=now,
        error=problem[:500],
    )


def _kind(word: object) -> EventKind:
    text = str(word)
    if text in _KINDS:
        return _KINDS[text]
    return EventKind(text) if text in EventKind.values else EventKind.OTHER


def _name(metadata: object, message_id: str) -> str:
    """Which row of ours it is about, by the mark that the mail carried; empty without one."""
    marks = [message_id]
    if isinstance(metadata, dict):
        marks.insert(0, _text(metadata.get(METADATA)))
    return next((name for name in map(tokens.read_mark, marks) if name), "")


def _key(event: AnymailTrackingEvent, *, kind: EventKind, recipient: str, raw: Mapping[str, Any]) -> str:
    """What makes the event this one: the provider's id of it, else all that it says.

    One id may stand for several recipients, and with some providers for what became of it later.
    """
    given = _text(event.event_id)
    return _digest([given, kind.value, recipient] if given else [kind.value, recipient, raw])


def _digest(parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(recipient: str) -> str:
    try:
        return address_hash(canonical_email(recipient), settings.ADDRESS_HASH_KEY.encode())
    except InvalidAddress:
        return ""


def _instant(told: object, now: datetime) -> datetime:
    """When it happened, never in the future: clocks differ."""
    if not isinstance(told, datetime):
        return now
    aware = told if told.tzinfo else told.replace(tzinfo=UTC)
    return min(aware, now)


def _text(value: object) -> str:
    """As text that every database takes."""
    text = "" if value is None else str(value)
    return text.replace("\0", "").encode(errors="replace").decode()


def _plain(raw: object) -> dict[str, Any]:
    """The provider's own words as every database's JSON can hold them."""
    if hasattr(raw, "dict"):
        raw = raw.dict()
    clean: dict[str, Any] = _clean(raw if isinstance(raw, dict) else {"event": raw})
    return clean


def _clean(value: object) -> Any:
    match value:
        case dict():
            return {_text(key): _clean(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_clean(inner) for inner in value]
        case bool() | int() | None:
            return value
        case float():
            return value if math.isfinite(value) else str(value)
    return _text(value)


def _cut(raw: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(raw)
    return raw if len(text) <= LARGEST_PAYLOAD else {"cut": text[:LARGEST_PAYLOAD]}
