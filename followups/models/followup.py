"""A detractor's follow-up, its history, and why it went to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Customer
from followups.enums import (
    CLOSED,
    ActivityKind,
    AlarmKind,
    DeadlineKind,
    DecisionCause,
    FollowUpState,
    Outcome,
)
from followups.models.sla import RootCause, SlaPolicy
from followups.querysets import NEXT_DUE, FollowUpQuerySet
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime


class FollowUp(models.Model):
    """One answer's follow-up: a person, a deadline, an outcome.

    Without an assignee it waits in the overflow queue; `accountable` is the manager then.
    `opening_score` is what the answer was when it opened; the answer itself may change later.
    `policy` gave the deadlines. `opened_by` is set where a person opened it for an answer that owes none.
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
    policy = models.ForeignKey(SlaPolicy, on_delete=models.PROTECT, null=True, related_name="followups")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    # The last line of the history, for "what is new since I looked".
    changed_at = models.DateTimeField(null=True)
    contact_due_at = models.DateTimeField()
    resolve_due_at = models.DateTimeField()
    first_contact_at = models.DateTimeField(null=True, blank=True)
    # While it waits the clock of the resolution stands still; `wait_until` is when to look again.
    waiting_since = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True)
    # How long its clock has stood still in all, in working time.
    waited = models.DurationField(default=timedelta)
    # Out of its owner's sight until then; the clock goes on.
    snoozed_until = models.DateTimeField(null=True, blank=True)
    # When the clock has something to say next: a warning, a missed deadline, an escalation.
    next_alarm_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When its next thing is due, as `due_at`; nothing once it is closed. The database keeps it, so that the
    # queue walks an index however long the table is.
    next_due = models.GeneratedField(
        expression=NEXT_DUE, output_field=models.DateTimeField(null=True), db_persist=True
    )
    # A code of the table of root causes: history stays readable when a cause is retired.
    root_cause = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    # The first counted answer that the customer gave after this one: recovered, or not.
    later_response = models.ForeignKey(
        Response, on_delete=models.SET_NULL, null=True, blank=True, related_name="recovers"
    )

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
            # The queue's views, each in its order: everybody's, one person's, nobody's, those of one state.
            models.Index(
                fields=["next_due", "-priority", "id"],
                condition=Q(next_due__isnull=False),
                name="followups_followup_due",
            ),
            models.Index(
                fields=["assignee", "next_due", "-priority", "id"],
                condition=Q(next_due__isnull=False),
                name="followups_followup_owner_due",
            ),
            models.Index(
                fields=["next_due", "-priority", "id"],
                condition=Q(assignee__isnull=True, next_due__isnull=False),
                name="followups_followup_free_due",
            ),
            models.Index(
                fields=["state", "next_due", "-priority", "id"],
                condition=Q(next_due__isnull=False),
                name="followups_followup_state_due",
            ),
            models.Index(
                fields=["snoozed_until", "id"],
                condition=Q(snoozed_until__isnull=False),
                name="followups_followup_snoozed",
            ),
            models.Index(
                fields=["assignee", "closed_at", "id"],
                condition=Q(closed_at__isnull=False),
                name="followups_followup_owner_done",
            ),
            models.Index(
                fields=["next_alarm_at"],
                condition=Q(next_alarm_at__isnull=False),
                name="followups_followup_alarm",
            ),
            models.Index(fields=["customer", "opened_at"], name="followups_followup_customer"),
            models.Index(fields=["closed_at", "id"], name="followups_followup_closed"),
        )

    def __str__(self) -> str:
        return f"follow-up {self.pk} of response {self.response_id}"

    @property
    def is_closed(self) -> bool:
        """True when nothing more is to be done: resolved, or given up."""
        return self.state in CLOSED

    @property
    def cause_label(self) -> str:
        """The root cause in words, of a retired one too."""
        label = RootCause.objects.filter(code=self.root_cause).values_list("label", flat=True).first()
        return label or self.root_cause

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


class Alarm(models.Model):
    """The clock spoke of a deadline: a warning, a breach, an escalation. Once each for one `due_at`."""

    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="alarms")
    deadline = models.CharField(max_length=8, choices=DeadlineKind.choices)
    kind = models.CharField(max_length=8, choices=AlarmKind.choices)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    # Whose it was when the clock spoke: the report counts a missed deadline for them.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["followup", "deadline", "kind", "due_at"], name="followups_alarm_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deadline} {self.kind} on follow-up {self.followup_id}"


class Seen(models.Model):
    """When somebody last looked at a follow-up: what changed after that is new to them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="seen_by")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "followup"], name="followups_seen_once_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} saw follow-up {self.followup_id}"


class AssignmentDecision(models.Model):
    """Why a follow-up went to whom: every candidate's score by trait, the runner-up, the load then."""

    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="decisions")
    decided_at = models.DateTimeField()
    cause = models.CharField(max_length=10, choices=DecisionCause.choices, default=DecisionCause.OPENED)
    chosen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    runner_up = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    scores = models.JSONField(default=list)
    # What each trait was worth then, and what the traits of the company's own were called.
    rules = models.JSONField(default=dict)
    sentence = models.CharField(max_length=400)

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["followup"],
                condition=Q(cause=DecisionCause.ANSWER),
                name="followups_decision_reconsidered_once",
            ),
        )

    def __str__(self) -> str:
        return self.sentence
