"""How long mails and the providers' events stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailroom.enums import EventState
from mailroom.models import LocalMail, ProviderEvent
from team.domain import sweeping

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.querysets import LocalMailQuerySet
    from team.models import Program

# Soft bounces are counted over thirty days: their events stay at least so long.
COUNTED_DAYS = 31


def effects(*, program: Program, fields: Collection[str], now: datetime) -> dict[str, str]:
    """What the next sweep would remove under these settings, in a sentence."""
    if "keep_mails_days" not in fields:
        return {}
    number = old_mails(program=program, now=now).count()
    return {"keep_mails_days": sweeping.sentence(number, "mail")}


def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool]) -> dict[str, int]:
    """Remove what is older than the program keeps it; how much, by setting. Safe to repeat."""
    return {
        "keep_mails_days": sweeping.remove(old_mails(program=program, now=now), is_over=is_over),
        "provider_events": sweeping.remove(old_events(program=program, now=now), is_over=is_over),
        "provider_payloads": unread_payloads(now=now).update(payload={}),
    }


def old_mails(*, program: Program, now: datetime) -> LocalMailQuerySet:
    """Mails in the local outbox that were kept long enough."""
    days = program.keep_mails_days
    if days is None:
        return LocalMail.objects.none()
    return LocalMail.objects.filter(created_at__lt=now - timedelta(days=days))


def old_events(*, program: Program, now: datetime) -> QuerySet[ProviderEvent]:
    """Events of providers, kept as long as opened links are, and while they count."""
    days = program.keep_opens_days
    if days is None:
        return ProviderEvent.objects.none()
    return ProviderEvent.objects.filter(received_at__lt=now - timedelta(days=max(days, COUNTED_DAYS)))


def unread_payloads(*, now: datetime) -> QuerySet[ProviderEvent]:
    """Events that could not be acted on: somebody had a month to look at what they said."""
    failed = ProviderEvent.objects.filter(state=EventState.FAILED).exclude(payload={})
    return failed.filter(received_at__lt=now - timedelta(days=COUNTED_DAYS))
