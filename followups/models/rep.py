"""Who works follow-ups, and how many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from followups.querysets import RepQuerySet

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
    away_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Rep]] = RepQuerySet.as_manager()

    class Meta:
        ordering = ("user__name", "pk")
        constraints = (models.CheckConstraint(condition=Q(load__gte=0), name="followups_rep_load_positive"),)

    def __str__(self) -> str:
        return str(self.user)

    def is_away(self, *, now: datetime) -> bool:
        """True until the day they come back."""
        return self.away_until is not None and self.away_until > now

    @property
    def free(self) -> int:
        """How many more the machine may give them."""
        return max(self.capacity - self.load, 0)
