"""What customers do for us, with their consent; and what we promised to do for them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from customers.models import Account, Customer
from followups.enums import (
    USABLE,
    EndorsementKind,
    EndorsementState,
    PlanState,
    ReferralState,
    StepKind,
    StepState,
)
from followups.models.followup import FollowUp
from followups.models.playbook import StepRun
from followups.querysets import EndorsementQuerySet, PlanItemQuerySet
from responses.models import Response


class Endorsement(models.Model):
    """A customer was asked to stand by us with their name: what they agreed to, when, how we know."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="endorsements")
    response = models.ForeignKey(
        Response, on_delete=models.SET_NULL, null=True, blank=True, related_name="endorsements"
    )
    step_run = models.OneToOneField(
        StepRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="endorsement"
    )
    kind = models.CharField(max_length=10, choices=EndorsementKind.choices)
    state = models.CharField(max_length=9, choices=EndorsementState.choices, default=EndorsementState.ASKED)
    # The words that may be used, and where.
    quote = models.TextField(blank=True, default="")
    scope = models.CharField("where it may be used", max_length=300, blank=True, default="")
    # How we know: "by e-mail of May 3".
    evidence = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField(max_length=500, blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # When they declined, or took their consent back, and with what words.
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField("what they said", max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Endorsement]] = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=[EndorsementState.AGREED, EndorsementState.DONE])
                | (Q(agreed_at__isnull=False) & ~Q(evidence="")),
                name="followups_endorsement_agreed_says_how",
            ),
        )
        indexes = (models.Index(fields=["kind", "state"], name="followups_endorsement_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} by customer {self.customer_id}"

    @property
    def is_usable(self) -> bool:
        """Whether their consent stands; an erased customer's does not."""
        return self.state in USABLE and self.customer.erased_at is None

    @property
    def is_to_ask(self) -> bool:
        """Whether the ask is still somebody's task of a playbook."""
        step = self.step_run
        is_task = step is not None and step.kind == StepKind.ENDORSEMENT and step.state == StepState.READY
        return is_task and self.state == EndorsementState.ASKED


class Referral(models.Model):
    """Somebody whom a customer recommended. `referred` is set once they are a customer record themselves."""

    advocate = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="referrals")
    name = models.CharField(max_length=200, blank=True, default="")
    company = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    referred = models.ForeignKey(
        Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="referred_by"
    )
    state = models.CharField(max_length=9, choices=ReferralState.choices, default=ReferralState.NAMED)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    note = models.TextField(blank=True, default="")
    named_on = models.DateField()
    contacted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-named_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(company="") | Q(referred__isnull=False),
                name="followups_referral_names_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.company


class PlanItem(models.Model):
    """One thing of a customer's success plan: what, who, by when."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="plan_items")
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_items"
    )
    followup = models.ForeignKey(
        FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_items"
    )
    step_run = models.OneToOneField(
        StepRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_item"
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_items"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=PlanState.choices, default=PlanState.OPEN)
    # What came of it, or why it was dropped.
    outcome = models.TextField(blank=True, default="")
    # Empty for what a playbook or another program planned.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[PlanItem]] = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(
                fields=["owner", "due_on"], condition=Q(state=PlanState.OPEN), name="followups_plan_open"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == PlanState.OPEN
