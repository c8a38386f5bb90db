"""The address record: may we write, and from when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from customers.enums import BlockReason
from customers.querysets import ContactQuerySet

if TYPE_CHECKING:
    from datetime import datetime


class Contact(models.Model):
    """One row per address, known by a keyed hash: it outlives erasure, re-import and change of address.

    `next_survey_at` is the quiet period's end as an instant (None: free). `hold_token` names the
    claim that raised it last and `hold_before` what it replaced, so that a proven refusal gives it back.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    last_asked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    next_survey_at = models.DateTimeField(null=True, blank=True)
    hold_token = models.UUIDField(null=True, blank=True)
    hold_before = models.DateTimeField(null=True, blank=True)
    # The person's own wish to be left alone for a while: no exception from the quiet period touches it.
    paused_until = models.DateTimeField(null=True, blank=True)
    blocked_reason = models.CharField(max_length=20, choices=BlockReason.choices, blank=True, default="")
    blocked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Contact]] = ContactQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(blocked_reason="", blocked_at=None)
                | (~Q(blocked_reason="") & Q(blocked_at__isnull=False)),
                name="customers_contact_block_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"contact {self.pk}"

    def is_held(self, *, now: datetime) -> bool:
        """True while the quiet period lasts; false from its last day's first instant on."""
        return self.next_survey_at is not None and self.next_survey_at > now
