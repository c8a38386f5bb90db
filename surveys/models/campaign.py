"""Who is asked when."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from customers.models import Audience, Contact
from surveys.enums import CampaignChannel, CampaignState, DateField, QuietRule, ScheduleKind
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
    channel = models.CharField(max_length=8, choices=CampaignChannel.choices, default=CampaignChannel.EMAIL)
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
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
    cycle_months = models.PositiveSmallIntegerField(
        "months of a cycle", default=6, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    cycle_anchor_on = models.DateField("first day of the first cycle", null=True, blank=True)
    # ISO days in order. With `rotation` N, wave number k asks whoever is in the k-th of N random groups.
    wave_dates = models.JSONField(default=list, blank=True)
    rotation = models.PositiveSmallIntegerField(
        "groups that take turns", default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    stages = models.JSONField(default=list, blank=True)
    priority = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    # Date and wave campaigns alone: lower priorities leave those out who are due here soon.
    reserves = models.BooleanField(default=False)
    sample_percent = models.PositiveSmallIntegerField(
        "share asked (percent)", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    quiet_rule = models.CharField(max_length=4, choices=QuietRule.choices, default=QuietRule.SKIP)
    daily_cap = models.PositiveIntegerField(
        "most sends a day", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    # The limit of the first sending day, and by how many percent it grows each day after it.
    warm_up_first = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    warm_up_growth = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(1), MaxValueValidator(300)]
    )
    skips_holidays = models.BooleanField(default=True)
    # Days after the first mail, in order: up to two.
    reminder_days = models.JSONField(default=list, blank=True)
    tests_subject = models.BooleanField("test two subjects", default=False)
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
    # Why the program paused it by itself; empty when a person did.
    paused_reason = models.CharField(max_length=300, blank=True, default="", editable=False)
    # Mails before this do not count towards the next automatic pause.
    watched_from = models.DateTimeField(null=True, editable=False)
    plan_due_at = models.DateTimeField(null=True, editable=False)
    planned_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Campaign]] = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-priority", "name")
        constraints = (
            models.CheckConstraint(
                condition=(Q(schedule_kind=ScheduleKind.EVENT) & ~Q(event_name=""))
                | (Q(schedule_kind=ScheduleKind.DATE) & ~Q(date_field=""))
                | Q(schedule_kind=ScheduleKind.CYCLE, cycle_anchor_on__isnull=False)
                | Q(schedule_kind=ScheduleKind.WAVE)
                | (Q(schedule_kind=ScheduleKind.NONE) & ~Q(channel=CampaignChannel.EMAIL)),
                name="surveys_campaign_schedule_complete",
            ),
            models.CheckConstraint(
                condition=Q(channel=CampaignChannel.EMAIL) | Q(schedule_kind=ScheduleKind.NONE),
                name="surveys_campaign_only_mails_are_scheduled",
            ),
            models.CheckConstraint(
                condition=Q(reserves=False) | Q(schedule_kind__in=[ScheduleKind.DATE, ScheduleKind.WAVE]),
                name="surveys_campaign_who_may_reserve",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("opens_at")), name="surveys_campaign_hours_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.name


class QuietException(models.Model):
    """A shorter quiet period for one campaign or one contact, with the reason and who granted it.

    `months` 0 means none at all. It ends at `until`, or when somebody withdraws it.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="quiet_exceptions"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="quiet_exceptions"
    )
    months = models.PositiveSmallIntegerField(validators=[MaxValueValidator(24)])
    reason = models.CharField(max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-granted_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(campaign=None, contact__isnull=False) | Q(campaign__isnull=False, contact=None),
                name="surveys_quietexception_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="surveys_quietexception_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.months} months for {self.campaign or f'contact {self.contact_id}'}"
