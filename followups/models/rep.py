"""Who works follow-ups, and how many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from followups.models.sla import OfficeHours
from followups.querysets import RepQuerySet
from responses.models import Theme

if TYPE_CHECKING:
    from datetime import datetime


class Rep(models.Model):
    """A person's place in the assignment: room, languages, absence.

    `load` counts their unfinished follow-ups; taking one is an UPDATE … WHERE load < capacity.
    Whoever owns a follow-up has a row; a capacity of 0 means that the machine never chooses them.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rep")
    capacity = models.PositiveSmallIntegerField(
        "most follow-ups at once", default=10, validators=[MaxValueValidator(500)]
    )
    load = models.PositiveIntegerField(default=0, editable=False)
    languages = models.JSONField(default=list, blank=True)
    # Countries looked after, by code.
    regions = models.JSONField(default=list, blank=True)
    preferred_stages = models.JSONField(default=list, blank=True)
    skills = models.ManyToManyField(Theme, blank=True, related_name="reps")
    # The company's own traits: key of a `CustomTrait` to the values this person stands for.
    traits = models.JSONField(default=dict, blank=True)
    hours = models.ForeignKey(
        OfficeHours, on_delete=models.SET_NULL, null=True, blank=True, related_name="reps"
    )
    away_from = models.DateTimeField(null=True, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    # While they are away: their unfinished work goes to others as the absence begins.
    hands_over = models.BooleanField("others take over while away", default=True)
    # The absence whose work was handed out already.
    handed_over_for = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Rep]] = RepQuerySet.as_manager()

    class Meta:
        ordering = ("user__name", "pk")
        constraints = (models.CheckConstraint(condition=Q(load__gte=0), name="followups_rep_load_positive"),)

    def __str__(self) -> str:
        return str(self.user)

    def is_away(self, *, now: datetime) -> bool:
        """True from the absence's first day until the day they come back."""
        has_left = self.away_from is None or self.away_from <= now
        return has_left and self.away_until is not None and self.away_until > now

    @property
    def free(self) -> int:
        """How many more the machine may give them."""
        return max(self.capacity - self.load, 0)
