"""What counts when the machine chooses an owner, and how much."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AssignmentRules(models.Model):
    """The points of each trait. One row; every change is audited."""

    account_owner = models.PositiveSmallIntegerField(default=100)
    skill = models.PositiveSmallIntegerField(default=40)
    language = models.PositiveSmallIntegerField(default=30)
    region = models.PositiveSmallIntegerField(default=15)
    zone = models.PositiveSmallIntegerField(default=10)
    history = models.PositiveSmallIntegerField(default=25)
    stage = models.PositiveSmallIntegerField(default=10)
    load = models.PositiveSmallIntegerField(default=20)
    # The account's manager gets it whatever the others' points are, if present and with room.
    owner_first = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "assignment rules"
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="followups_assignmentrules_one_row"),)

    def __str__(self) -> str:
        return "assignment rules"


class CustomTrait(models.Model):
    """A trait of the company's own: a customer's or an account's attribute that people stand for.

    `source` is "customer.<attribute>", "account.<attribute>" or "account.industry"; a person fits whose
    `Rep.traits[key]` has the value.
    """

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80, unique=True)
    source = models.CharField(max_length=90)
    points = models.PositiveSmallIntegerField(default=20)

    class Meta:
        ordering = ("label", "key")

    def __str__(self) -> str:
        return self.label
