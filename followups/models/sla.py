"""By when a follow-up must be contacted and resolved, and whose hours count."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.scoring import Band

BANDS = [(band.value, band.label) for band in Band]


def working_days() -> list[int]:
    """Monday to Friday, Monday being 0."""
    return [0, 1, 2, 3, 4]


def working_week() -> dict[str, list[str]]:
    """Nine to five from Monday to Friday: weekday (Monday is "0") to opening and closing time."""
    return {str(day): ["09:00", "17:00"] for day in working_days()}


class OfficeHours(models.Model):
    """A business calendar: hours of each weekday, a zone, and whose holidays.

    `week` maps "0" (Monday) to "6" to [opens, closes] as HH:MM; a day that is missing is closed. An empty
    `time_zone` is the program's. Holidays are the program's everywhere-days and those of `country`.
    """

    name = models.CharField(max_length=120, unique=True)
    time_zone = models.CharField(max_length=64, blank=True, default="")
    week = models.JSONField(default=working_week)
    country = models.CharField("holidays of", max_length=2, blank=True, default="")

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "office hours"

    def __str__(self) -> str:
        return self.name


class SlaPolicy(models.Model):
    """Targets in business hours. The first active policy whose conditions all hold is a follow-up's.

    Empty conditions hold for everybody; without `hours` of its own the fallback's count. The fallback has no
    conditions, stands last and cannot be removed. An exempting policy opens no follow-up: `exempt_reason` is
    what the report shows instead.
    """

    name = models.CharField(max_length=120, unique=True, default="Detractors")
    position = models.PositiveSmallIntegerField(default=1000)
    is_active = models.BooleanField(default=True)
    is_fallback = models.BooleanField(default=False, editable=False)
    band = models.CharField(max_length=10, choices=BANDS, blank=True, default="")
    stages = models.JSONField(default=list, blank=True)
    least_score = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    most_score = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    # What the account pays a year, in its own currency.
    least_value = models.DecimalField(
        "account value from", max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField("in", max_length=3, blank=True, default="")
    exempts = models.BooleanField("opens no follow-up", default=False)
    exempt_reason = models.CharField(max_length=120, blank=True, default="")
    hours = models.ForeignKey(
        OfficeHours, on_delete=models.PROTECT, null=True, blank=True, related_name="policies"
    )
    contact_hours = models.PositiveSmallIntegerField(
        "business hours to the first contact", default=8, validators=[MinValueValidator(1)]
    )
    resolve_hours = models.PositiveSmallIntegerField(
        "business hours to the resolution", default=40, validators=[MinValueValidator(1)]
    )
    warn_hours = models.PositiveSmallIntegerField("warn so many business hours before", default=2)
    manager_hours = models.PositiveSmallIntegerField(
        "tell the manager so many business hours after", default=1
    )
    admin_hours = models.PositiveSmallIntegerField("tell the admins so many business hours after", default=8)
    imported_days = models.PositiveSmallIntegerField(
        "age up to which imported answers count (days)", default=0
    )

    class Meta:
        ordering = ("is_fallback", "position", "pk")
        verbose_name = "SLA policy"
        verbose_name_plural = "SLA policies"
        constraints = (
            models.UniqueConstraint(
                fields=["is_fallback"],
                condition=Q(is_fallback=True),
                name="followups_slapolicy_one_fallback",
            ),
            models.CheckConstraint(
                condition=Q(exempts=False) | (~Q(exempt_reason="") & Q(is_fallback=False)),
                name="followups_slapolicy_exempts_says_why",
            ),
            models.CheckConstraint(
                condition=Q(least_score=None) | Q(most_score=None) | Q(least_score__lte=F("most_score")),
                name="followups_slapolicy_scores_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name


class RootCause(models.Model):
    """Why it went wrong, from the company's side. A retired cause is not offered; what has it keeps it."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "label")

    def __str__(self) -> str:
        return self.label
