"""What happens after an answer: playbooks, their steps, and their runs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from customers.models import Customer
from followups.enums import Delay, OnlyIf, PlaybookState, RunState, StepKind, StepState, WaitsFor, Worker
from followups.models.followup import FollowUp
from followups.models.message import MessageTemplate
from followups.models.sla import BANDS
from followups.querysets import PlaybookQuerySet, RunQuerySet, StepRunQuerySet
from responses.models import Response, Theme


class Playbook(models.Model):
    """A path for answers that fit: band, stages, themes, the account's value. Empty conditions fit all.

    A run keeps the steps with which it began: a change holds for answers that come later.
    """

    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=400, blank=True, default="")
    state = models.CharField(max_length=8, choices=PlaybookState.choices, default=PlaybookState.DRAFT)
    band = models.CharField(max_length=10, choices=BANDS, blank=True, default="")
    stages = models.JSONField(default=list, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="playbooks")
    least_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    # Only people whose renewal is within so many days.
    renewal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of several playbooks of one group that fit, the first by position begins; empty: no group.
    group = models.SlugField(max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=100)
    # The ready-made playbook that it was made from.
    starter = models.SlugField(max_length=60, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    # Answers given earlier than this do not begin it.
    active_from = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Playbook]] = PlaybookQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=PlaybookState.ACTIVE) | Q(active_from__isnull=False),
                name="followups_playbook_active_since",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step of a playbook: what, how long after what, on what condition, by whom.

    `settings` holds what only its kind needs: a theme's code to tag, an endorsement's kind, an address of a
    webhook endpoint, people's ids to notify.
    """

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, default="")
    waits_for = models.CharField(max_length=10, choices=WaitsFor.choices, default=WaitsFor.START)
    delay = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(1000)])
    delay_unit = models.CharField(max_length=14, choices=Delay.choices, default=Delay.HOURS)
    # What it waits for may never come: after so many days it is skipped.
    give_up_days = models.PositiveSmallIntegerField(default=60)
    only_if = models.CharField(max_length=14, choices=OnlyIf.choices, default=OnlyIf.ALWAYS)
    worker = models.CharField(max_length=16, choices=Worker.choices, default=Worker.OWNER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_days = models.PositiveSmallIntegerField("to be done within (days)", default=3)
    template = models.ForeignKey(
        MessageTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    # A message that somebody reads and edits before it leaves, or one that leaves by itself.
    is_reviewed = models.BooleanField(default=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=StepKind.MESSAGE) | Q(template__isnull=False),
                name="followups_step_message_has_template",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Run(models.Model):
    """A playbook at work on one answer. `version` is the playbook's when it began."""

    playbook = models.ForeignKey(Playbook, on_delete=models.PROTECT, related_name="runs")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="runs")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="runs")
    followup = models.ForeignKey(
        FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    reason = models.CharField(max_length=200, blank=True, default="")
    started_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Run]] = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["playbook", "response"], name="followups_run_once_per_answer"),
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.DONE, RunState.STOPPED]) | Q(ended_at__isnull=False),
                name="followups_run_ended_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.playbook_id} on response {self.response_id}"


class StepRun(models.Model):
    """One step of one run, with the step as it was when the run began.

    `waiting`: `due_at` is when to look at it (None: what it waits for has not come). `ready`: somebody has
    it to do, by `due_at`; these are the tasks of people's queues.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    step = models.ForeignKey(Step, on_delete=models.SET_NULL, null=True, related_name="runs")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, default="")
    # The other columns of the step, by name.
    terms = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=StepState.choices, default=StepState.WAITING)
    reason = models.CharField(max_length=200, blank=True, default="")
    due_at = models.DateTimeField(null=True, blank=True)
    # Until when it may wait for what it waits for.
    gives_up_at = models.DateTimeField(null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[StepRun]] = StepRunQuerySet.as_manager()

    class Meta:
        ordering = ("run", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["run", "position"], name="followups_steprun_once_per_place"),
        )
        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(state=StepState.WAITING), name="followups_steprun_due"
            ),
            models.Index(
                fields=["assignee", "due_at"],
                condition=Q(state=StepState.READY),
                name="followups_steprun_tasks",
            ),
        )

    def __str__(self) -> str:
        return self.title
