"""Views of the queue that people save."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class SavedView(models.Model):
    """A filter of the queue under a name: one person's, or everybody's. `filters` are the form's fields."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("position", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["owner", "name"], name="followups_savedview_named_once"),
        )

    def __str__(self) -> str:
        return self.name
