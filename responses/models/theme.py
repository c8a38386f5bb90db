"""What answers speak of: themes, the phrases that tell of them, and which answer has which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from responses.enums import TagOrigin
from responses.models.response import Response


class Theme(models.Model):
    """A subject that customers raise: "Slow support". `code` stays what it is; the name may change."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True, default="")
    # A retired theme tags nothing more; what it has tagged stays.
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class ThemeRule(models.Model):
    """A phrase of a language that tells of a theme; a `*` at its end stands for any ending.

    `language` is a primary code ("de"); empty means any language.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="rules")
    language = models.CharField(max_length=12, blank=True, default="")
    phrase = models.CharField(max_length=120)

    class Meta:
        ordering = ("language", "phrase", "pk")
        constraints = (
            models.UniqueConstraint(fields=["theme", "language", "phrase"], name="responses_themerule_once"),
            models.CheckConstraint(condition=~Q(phrase=""), name="responses_themerule_has_phrase"),
        )

    def __str__(self) -> str:
        return self.phrase


class ResponseTheme(models.Model):
    """An answer has a theme, by a rule or by a person.

    A person's word outweighs the rules': what somebody took off (`is_removed`) no rule puts on again.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="response_links")
    origin = models.CharField(max_length=8, choices=TagOrigin.choices)
    # The words that a rule found, as they stand in the answer.
    found = models.CharField(max_length=200, blank=True, default="")
    is_removed = models.BooleanField(default=False)
    tagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tagged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("theme__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["response", "theme"], name="responses_responsetheme_once"),
            models.CheckConstraint(
                condition=~Q(origin=TagOrigin.RULE) | Q(is_removed=False),
                name="responses_responsetheme_people_remove",
            ),
        )
        indexes = (
            models.Index(
                fields=["theme", "response"],
                condition=Q(is_removed=False),
                name="responses_responsetheme_has",
            ),
        )

    def __str__(self) -> str:
        return f"{self.theme_id} of response {self.response_id}"


class Tagging(models.Model):
    """The rules changed: every answer with a reason is read again. One row, one job.

    `version` rises with every change; `next_id` is the first answer not read under it: a job that was
    interrupted goes on there.
    """

    version = models.PositiveIntegerField(default=0)
    done_version = models.PositiveIntegerField(default=0)
    next_id = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="responses_tagging_one_row"),)

    def __str__(self) -> str:
        return f"rules version {self.version}"
