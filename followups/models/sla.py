"""By when a follow-up must be contacted and resolved."""

from __future__ import annotations

from datetime import time

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

NINE, FIVE = time(9), time(17)


def working_days() -> list[int]:
    """Monday to Friday, Monday being 0."""
    return [0, 1, 2, 3, 4]


class SlaPolicy(models.Model):
    """Targets in business hours of the program's zone."""

    name = models.CharField(max_length=120, unique=True, default="Detractors")
    contact_hours = models.PositiveSmallIntegerField(
        "business hours to the first contact", default=8, validators=[MinValueValidator(1)]
    )
    resolve_hours = models.PositiveSmallIntegerField(
        "business hours to the resolution", default=40, validators=[MinValueValidator(1)]
    )
    weekdays = models.JSONField(default=working_days)
    opens_at = models.TimeField(default=NINE)
    closes_at = models.TimeField(default=FIVE)
    imported_days = models.PositiveSmallIntegerField(
        "age up to which imported answers count (days)", default=0
    )

    class Meta:
        verbose_name = "SLA policy"
        verbose_name_plural = "SLA policies"
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="followups_slapolicy_hours_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.name
