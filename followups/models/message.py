"""What we write to customers besides surveys: templates, and messages as outbox rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from customers.models import Contact, Customer
from followups.enums import MessageKind
from followups.models.followup import FollowUp
from followups.models.sla import BANDS
from followups.querysets import MessageQuerySet
from mailroom.enums import OutboxState
from mailroom.models import OutboxRow
from responses.models import Response


class MessageTemplate(models.Model):
    """A message that people start from: one text per language, with `{placeholders}`.

    `band` narrows where it is offered; empty is everywhere. `starter` names the ready-made one it came from.
    """

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8, choices=MessageKind.choices, default=MessageKind.PERSONAL)
    band = models.CharField(max_length=10, choices=BANDS, blank=True, default="")
    # The link that {link} stands for: a review page, a booking page.
    link = models.URLField(max_length=500, blank=True, default="")
    # What {incentive} stands for.
    incentive = models.CharField(max_length=200, blank=True, default="")
    starter = models.SlugField(max_length=60, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class MessageText(models.Model):
    """A template in one language."""

    template = models.ForeignKey(MessageTemplate, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(fields=["template", "language"], name="followups_messagetext_once"),
        )

    def __str__(self) -> str:
        return f"{self.template_id} in {self.language}"


class Message(OutboxRow):
    """One message to one customer, as it was written: no placeholder is left in it.

    `contact` is whose address it goes to, or nobody's. `step_run` is unique: a step writes once. It is not a
    survey: no hold is taken and none is asked for.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="messages")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    followup = models.ForeignKey(
        FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    response = models.ForeignKey(
        Response, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    step_run = models.OneToOneField(
        "followups.StepRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="message"
    )
    template = models.ForeignKey(
        MessageTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    kind = models.CharField(max_length=8, choices=MessageKind.choices, default=MessageKind.PERSONAL)
    # Whose name it carries and where replies go; None is the program.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=12, blank=True, default="")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # What a form that is sent twice sends twice.
    nonce = models.UUIDField(unique=True, null=True, blank=True)

    objects: ClassVar[models.Manager[Message]] = MessageQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=["send_after"], condition=Q(state=OutboxState.PLANNED), name="followups_message_due"
            ),
            models.Index(
                fields=["state", "claimed_at"],
                condition=Q(state=OutboxState.CLAIMED),
                name="followups_message_claimed",
            ),
            models.Index(
                fields=["provider_message_id"],
                condition=~Q(provider_message_id=""),
                name="followups_message_mail_name",
            ),
            models.Index(
                fields=["state", "attempt_started_at"],
                condition=Q(state=OutboxState.UNKNOWN),
                name="followups_message_unknown",
            ),
            models.Index(fields=["customer", "planned_at"], name="followups_message_of"),
        )

    def __str__(self) -> str:
        return self.subject
