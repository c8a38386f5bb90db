"""Where a campaign without mails asks: a widget on a website, or a public link."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from surveys.enums import PlacementKind
from surveys.models.campaign import Campaign


def random_key() -> str:
    """The public name of a widget: nobody guesses it, and it opens nothing."""
    return secrets.token_urlsafe(12)


def random_secret() -> str:
    """With this the company's own server signs who a visitor is."""
    return secrets.token_urlsafe(32)


class Placement(models.Model):
    """One widget or one public link of a campaign.

    `key` names the widget (`/w/<key>.js`), `slug` the link (`/l/<slug>`). The rest is the widget's alone,
    but for `sample_percent` and `is_on`. `origins` are those that may embed it, like https://example.com.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=6, choices=PlacementKind.choices)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    slug = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    secret = models.CharField(max_length=64, default=random_secret, editable=False)
    origins = models.JSONField(default=list, blank=True)
    delay_seconds = models.PositiveSmallIntegerField(
        "shown after (seconds)", default=10, validators=[MaxValueValidator(600)]
    )
    frequency_days = models.PositiveSmallIntegerField(
        "days before a visitor is asked again", default=180, validators=[MinValueValidator(1)]
    )
    sample_percent = models.PositiveSmallIntegerField(
        "share of visitors asked (percent)",
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    asks_for_email = models.BooleanField("offer to leave an address", default=False)
    is_on = models.BooleanField("takes answers", default=True)
    # How often the widget was about to be seen, and when last.
    shown = models.PositiveIntegerField(default=0, editable=False)
    last_shown_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=PlacementKind.LINK) | Q(slug__isnull=False),
                name="surveys_placement_link_has_slug",
            ),
        )

    def __str__(self) -> str:
        return self.name
