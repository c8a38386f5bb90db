"""A detractor's follow-up, its history, and why it went to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Customer
from followups.enums import CLOSED, ActivityKind, FollowUpState, Outcome, RootCause
from followups.querysets import FollowUpQuerySet
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime


class FollowUp(models.Model):
    """One answer's follow-up: a person, a deadline, an outcome.

    Without an assignee it waits in the overflow queue; `accountable` is the manager then.
    `opening_score` is what the answer was when it opened; the answer itself may change later.
    """

    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="followup")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="followups")
    state = models.CharField(max_length=12, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="followups"
    )
    accountable = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opening_score = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField(default=0)
    priority_reasons = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    contact_due_at = models.DateTimeField()
    resolve_due_at = models.DateTimeField()
    first_contact_at = models.DateTimeField(null=True, blank=True)
    # While it waits the clock of the resolution stands still; `wait_until` is when to look again.
    waiting_since = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    root_cause = models.CharField(max_length=12, choices=RootCause.choices, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")

    objects: ClassVar[models.Manager[FollowUp]] = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("-priority", "contact_due_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(opening_score__gte=0, opening_score__lte=10),
                name="followups_followup_score_0_to_10",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.RESOLVED)
                | (~Q(root_cause="") & ~Q(outcome="") & Q(closed_at__isnull=False)),
                name="followups_followup_resolved_says_how",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=FollowUpState.WAITING, waiting_since__isnull=False, wait_until__isnull=False
                )
                | (~Q(state=FollowUpState.WAITING) & Q(waiting_since=None, wait_until=None)),
                name="followups_followup_waits_until",
            ),
        )
        indexes = (
            models.Index(
                fields=["assignee", "contact_due_at"],
                condition=~Q(state__in=CLOSED),
                name="followups_followup_unfinished",
            ),
        )

    def __str__(self) -> str:
        return f"follow-up {self.pk} of response {self.response_id}"

    @property
    def is_closed(self) -> bool:
        """True when nothing more is to be done: resolved, or given up."""
        return self.state in CLOSED

    @property
    def due_at(self) -> datetime:
        """When the next thing is due: looking again, the first contact, or the resolution."""
        if self.state == FollowUpState.WAITING and self.wait_until:
            return self.wait_until
        return self.contact_due_at if self.first_contact_at is None else self.resolve_due_at


class Activity(models.Model):
    """One thing done or seen on a follow-up: who, when, what. Append-only."""

    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="activities")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    kind = models.CharField(max_length=16, choices=ActivityKind.choices)
    note = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("at", "pk")
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"{self.kind} on follow-up {self.followup_id}"


class AssignmentDecision(models.Model):
    """Why a follow-up went to whom: every candidate's score by trait, the runner-up, the load then."""

    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="decisions")
    decided_at = models.DateTimeField()
    chosen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    runner_up = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    scores = models.JSONField(default=list)
    sentence = models.CharField(max_length=400)

    class Meta:
        ordering = ("-decided_at", "-pk")

    def __str__(self) -> str:
        return self.sentence
