"""Filters over outbox rows of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mailroom.enums import OutboxState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from mailroom.models import LocalMail, OutboxRow  # noqa: F401  # ruff does not read the quoted bases

Row = TypeVar("Row", bound="OutboxRow")


class OutboxQuerySet(models.QuerySet[Row]):
    """Outbox rows by where they stand."""

    def due(self, *, now: datetime) -> Any:
        """Planned rows whose time has come."""
        return self.filter(state=OutboxState.PLANNED, send_after__lte=now)

    def claimed_by(self, token: UUID) -> Any:
        """Rows that this claim still holds."""
        return self.filter(state=OutboxState.CLAIMED, claim_token=token)

    def left_behind(self, *, before: datetime) -> Any:
        """Claimed rows whose lease is over: their worker is gone."""
        return self.filter(state=OutboxState.CLAIMED, claimed_at__lt=before)

    def reached(self) -> Any:
        """Rows that count as asked: sent and not bounced."""
        return self.filter(state=OutboxState.SENT).filter(Q(bounced_at=None))


class LocalMailQuerySet(models.QuerySet["LocalMail"]):
    """Mails that stayed here."""

    def search(self, words: str) -> LocalMailQuerySet:
        """Mails with these words in recipient or subject."""
        found = self
        for word in words.split():
            found = found.filter(Q(recipient__icontains=word) | Q(subject__icontains=word))
        return found

    def not_to(self, addresses: Iterable[str]) -> LocalMailQuerySet:
        """Mails to none of these addresses, given in lower case; may be a subquery."""
        return self.alias(to=Lower("recipient")).exclude(to__in=addresses)

    def listed(self) -> LocalMailQuerySet:
        """What a list shows of them; not their bodies."""
        return self.only("recipient", "subject", "created_at")
