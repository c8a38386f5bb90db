"""One customer's invitation for one occasion, and what was opened of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from mailroom.models import OutboxRow
from surveys.enums import Variant, label_of_reason
from surveys.models.campaign import Campaign
from surveys.querysets import InvitationQuerySet

if TYPE_CHECKING:
    from datetime import datetime


class Invitation(OutboxRow):
    """A due customer: asked, or not asked with the reason.

    `occasion` names why they are due (`event:17`, `renewal_on:2026-12-10`); `occasion_on` is its day,
    so that a moved date is a comparison. `contact`, `stage` and `attributes` are frozen at claim.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="invitations", db_index=False
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True, db_index=False
    )
    occasion = models.CharField(max_length=60)
    occasion_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, blank=True, db_default="")
    variant = models.CharField(max_length=1, choices=Variant.choices, blank=True, db_default="")
    attributes = models.JSONField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        ordering = ("-pk",)
        constraints = (
            *OutboxRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["campaign", "customer", "occasion"], name="surveys_invitation_once_per_occasion"
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(state=OutboxState.CLAIMED),
                name="surveys_invitation_one_claim_per_contact",
            ),
        )
        indexes = (
            models.Index(
                fields=["campaign", "send_after"],
                condition=Q(state=OutboxState.PLANNED),
                name="surveys_invitation_due",
            ),
            # The state once more as a column: without it SQLite reads the whole table instead.
            models.Index(
                fields=["state", "claimed_at"],
                condition=Q(state=OutboxState.CLAIMED),
                name="surveys_invitation_claimed",
            ),
            models.Index(
                fields=["campaign", "attempt_started_at"],
                condition=Q(attempt_started_at__isnull=False),
                name="surveys_invitation_tried",
            ),
            models.Index(
                fields=["contact"], condition=Q(contact__isnull=False), name="surveys_invitation_contact"
            ),
            # What providers' events look for: the mail's name, and rows that wait for proof.
            models.Index(
                fields=["provider_message_id"],
                condition=~Q(provider_message_id=""),
                name="surveys_invitation_mail_name",
            ),
            models.Index(
                fields=["state", "attempt_started_at"],
                condition=Q(state=OutboxState.UNKNOWN),
                name="surveys_invitation_unknown",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} → {self.customer_id} ({self.occasion})"

    @property
    def reason_label(self) -> str:
        """The reason in words; a code that nobody knows any more stays as it is."""
        return label_of_reason(self.reason)

    def link_expires_at(self) -> datetime | None:
        """When the answer link closes, in UTC; None before the mail left."""
        return self.link_closes(self.sent_at or self.attempt_started_at, self.campaign.link_days)

    @staticmethod
    def link_closes(left_at: datetime | None, days: int) -> datetime | None:
        """When a link that left then and stays open for so many days closes; None before it left."""
        return left_at + timedelta(days=days) if left_at else None


class LinkOpen(models.Model):
    """Somebody, or a scanner, opened the answer link. A GET writes this and nothing else.

    `score` is the one in the link: several within moments of each other are a machine's.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="opens")
    opened_at = models.DateTimeField(default=timezone.now)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    is_scanner = models.BooleanField(default=False)
    user_agent = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("opened_at", "pk")

    def __str__(self) -> str:
        return f"invitation {self.invitation_id} at {self.opened_at}"
