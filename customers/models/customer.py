"""A person we may ask, and the stages they went through."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Replace
from django.utils import timezone

from customers.enums import AliasKind, Source, Stage
from customers.models.account import Account
from customers.models.contact import Contact
from customers.querysets import CustomerQuerySet

SPREAD = 10_000


def random_spread() -> int:
    """A customer's place in a spread or a sample, drawn once: 0 to 9,999."""
    return secrets.randbelow(SPREAD)


def digits_of(column: str) -> Replace:
    """A telephone number without what people write between its digits, and without the "(0)"."""
    written = Replace(column, Value("(0)"))
    for mark in " -/.()+":
        written = Replace(written, Value(mark))
    return written


class Customer(models.Model):
    """A person. Their own dates count, else their account's."""

    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="customers"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="customers"
    )
    email = models.CharField("e-mail address", max_length=254, blank=True, default="")
    canonical_email = models.CharField(max_length=254, unique=True, null=True, blank=True, editable=False)
    name = models.CharField(max_length=200, blank=True, default="")
    external_id = models.CharField(
        "identifier in your CRM", max_length=120, unique=True, null=True, blank=True
    )
    # What lists are ordered by. The database keeps it: no index of an expression serves both of ours.
    sort_name = models.GeneratedField(
        expression=Lower(Coalesce(NullIf("name", Value("")), "email")),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )
    phone = models.CharField(max_length=40, blank=True, default="")
    # What people are found by: one column, so that one index and one comparison serve every word.
    search_text = models.GeneratedField(
        expression=Lower(
            Concat(
                "name", Value(" "), "email", Value(" "), Coalesce("external_id", Value("")), Value(" "),
                digits_of("phone"),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )  # fmt: skip
    language = models.CharField(max_length=12, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.IMPORT)
    joined_on = models.DateField(null=True, blank=True)
    first_purchase_on = models.DateField(null=True, blank=True)
    last_purchase_on = models.DateField(null=True, blank=True)
    purchase_count = models.PositiveIntegerField(default=0)
    renewal_on = models.DateField(null=True, blank=True)
    churned_on = models.DateField(null=True, blank=True)
    opted_in_at = models.DateTimeField("agreed to be asked at", null=True, blank=True)
    opt_in_source = models.CharField("where they agreed", max_length=120, blank=True, default="")
    attributes = models.JSONField(default=dict, blank=True)
    spread = models.PositiveSmallIntegerField(default=random_spread, editable=False)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.PROSPECT, db_index=True)
    # Written by the rooms above, so that look-ups need no join.
    last_answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_score = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the facts or the stage last changed; what the rooms above write here does not move it.
    updated_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # This row was the same person as another, which has all of its history now.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="merged",
        db_index=False,
    )  # fmt: skip

    objects: ClassVar[models.Manager[Customer]] = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["sort_name", "id"], name="customers_customer_sort_name"),
            models.Index(fields=["last_answered_at", "id"], name="customers_customer_answered"),
            models.Index(fields=["renewal_on", "id"], name="customers_customer_renewal"),
            # Of the merged alone: SQLite, which nobody tells how rows are spread, would look all the others
            # up by an index of everybody, and sort them.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customers_customer_merged",
            ),
            # The few values of these are taken from the index one by one.
            models.Index(fields=["country"], name="customers_customer_country"),
            models.Index(fields=["language"], name="customers_customer_language"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="customers_customer_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(last_score=None) | Q(last_score__gte=0, last_score__lte=10),
                name="customers_customer_last_score_0_to_10",
            ),
            models.CheckConstraint(condition=Q(spread__lt=SPREAD), name="customers_customer_spread_in_range"),
            models.CheckConstraint(
                condition=Q(canonical_email=None) | Q(contact__isnull=False),
                name="customers_customer_address_has_contact",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email or self.external_id or f"customer {self.pk}"

    @property
    def first_name(self) -> str:
        """The name's first word; empty when the name is unknown."""
        return self.name.split()[0] if self.name.split() else ""


class CustomerAlias(models.Model):
    """What a merged customer was known by, so that the next import finds the one who is left."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=8, choices=AliasKind.choices)
    value = models.CharField(max_length=254)

    class Meta:
        ordering = ("kind", "value")
        constraints = (
            models.UniqueConstraint(fields=["kind", "value"], name="customers_customeralias_points_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.value} is customer {self.customer_id}"


class StageChange(models.Model):
    """A customer moved from one stage to another. Append-only."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="stage_changes")
    from_stage = models.CharField(max_length=12, choices=Stage.choices, blank=True, default="")
    to_stage = models.CharField(max_length=12, choices=Stage.choices)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-changed_at", "-pk")
        indexes = (models.Index(fields=["changed_at", "id"], name="customers_stagechange_when"),)

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.from_stage or 'start'} → {self.to_stage}"
