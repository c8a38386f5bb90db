"""Who is asked when."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from surveys.enums import CampaignState, DateField, QuietRule, ScheduleKind
from surveys.models.survey import Survey
from surveys.querysets import CampaignQuerySet

DAYTIME_OPENS, DAYTIME_CLOSES = time(9), time(17)


def working_days() -> list[int]:
    """Monday to Friday, Monday being 0."""
    return [0, 1, 2, 3, 4]


class Campaign(models.Model):
    """A survey, an audience and a schedule.

    `stages` empty means every stage. `opens_at` equal to `closes_at` means any hour. `weekdays`
    counts from Monday = 0. The hours are the customer's local time, else the program's.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=CampaignState.choices, default=CampaignState.DRAFT)
    schedule_kind = models.CharField("schedule", max_length=8, choices=ScheduleKind.choices)
    event_name = models.CharField("event", max_length=64, blank=True, default="")
    delay_hours = models.PositiveIntegerField(
        "settling delay (hours)", default=24, validators=[MaxValueValidator(8760)]
    )
    include_backlog = models.BooleanField("also events received before activation", default=False)
    date_field = models.CharField("date", max_length=20, choices=DateField.choices, blank=True, default="")
    offset_days = models.SmallIntegerField(
        "days after the date (negative: before)",
        default=0,
        validators=[MinValueValidator(-730), MaxValueValidator(730)],
    )
    window_days = models.PositiveSmallIntegerField(
        "days after which it is too late", default=14, validators=[MaxValueValidator(365)]
    )
    stages = models.JSONField(default=list, blank=True)
    priority = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    quiet_rule = models.CharField(max_length=4, choices=QuietRule.choices, default=QuietRule.SKIP)
    daily_cap = models.PositiveIntegerField(
        "most sends a day", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    weekdays = models.JSONField(default=working_days, blank=True)
    opens_at = models.TimeField(default=DAYTIME_OPENS)
    closes_at = models.TimeField(default=DAYTIME_CLOSES)
    link_days = models.PositiveSmallIntegerField(
        "days the link stays open", default=30, validators=[MinValueValidator(1)]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    activated_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    plan_due_at = models.DateTimeField(null=True, editable=False)
    planned_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Campaign]] = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-priority", "name")
        constraints = (
            models.CheckConstraint(
                condition=(Q(schedule_kind=ScheduleKind.EVENT) & ~Q(event_name=""))
                | (Q(schedule_kind=ScheduleKind.DATE) & ~Q(date_field="")),
                name="surveys_campaign_schedule_complete",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("opens_at")), name="surveys_campaign_hours_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.name
