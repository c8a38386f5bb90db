"""Who works follow-ups, and how many at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Rep(models.Model):
    """A person's place in the assignment: room, languages, absence.

    `load` counts their unfinished follow-ups; taking one is an UPDATE … WHERE load < capacity.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rep")
    capacity = models.PositiveSmallIntegerField("most follow-ups at once", default=10)
    load = models.PositiveIntegerField(default=0, editable=False)
    languages = models.JSONField(default=list, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("user__name", "pk")
        constraints = (models.CheckConstraint(condition=Q(load__gte=0), name="followups_rep_load_positive"),)

    def __str__(self) -> str:
        return str(self.user)
