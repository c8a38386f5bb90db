"""The question, in each of its languages."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from surveys.enums import QuestionKind

MOST_QUESTIONS = 5


class Survey(models.Model):
    """One question with its reason question: what a campaign asks."""

    name = models.CharField(max_length=120)
    default_language = models.CharField(max_length=12, default="en")
    # Empty: the program's own.
    sender_name = models.CharField(max_length=120, blank=True, default="")
    sender_email = models.EmailField("sender address", blank=True, default="")
    reply_to = models.EmailField("reply-to address", blank=True, default="")
    brand_color = models.CharField(
        max_length=7,
        default="#3b4cca",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write a color like #3b4cca.")],
    )

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class SurveyText(models.Model):
    """Everything a customer reads, in one language. Placeholders: {company} {product} {first_name} {name}."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    subject = models.CharField("e-mail subject", max_length=150)
    # Only where a campaign tests two subjects.
    subject_b = models.CharField("second subject", max_length=150, blank=True, default="")
    # Empty: our own words in that language (surveys/domain/texts.py).
    reminder_subject = models.CharField("subject of reminders", max_length=150, blank=True, default="")
    reminder_greeting = models.CharField("greeting of reminders", max_length=200, blank=True, default="")
    greeting = models.CharField(max_length=200)
    question = models.CharField(max_length=300)
    low_label = models.CharField("words for 0", max_length=60)
    high_label = models.CharField("words for 10", max_length=60)
    reason_question = models.CharField(max_length=300)
    reason_hint = models.CharField(max_length=200, blank=True, default="")
    contact_me = models.CharField("consent to be contacted", max_length=200)
    send_button = models.CharField(max_length=60)
    why_you = models.CharField("why this person gets the mail", max_length=200)
    unsubscribe = models.CharField("words of the unsubscribe link", max_length=60)
    thanks_title = models.CharField(max_length=120)
    thanks_promoter = models.CharField("thanks to promoters", max_length=300)
    thanks_passive = models.CharField("thanks to passives", max_length=300)
    thanks_detractor = models.CharField("thanks to detractors", max_length=300)

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=["survey", "language"], name="surveys_surveytext_once_per_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.survey} ({self.language})"


class SurveyLogo(models.Model):
    """The company's logo, checked and drawn anew by us. `digest` names it, so that caches may keep it."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="logo")
    image = models.BinaryField()
    content_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    alternative = models.CharField("words for who cannot see it", max_length=120, blank=True, default="")
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"logo of {self.survey_id}"

    @property
    def kind(self) -> str:
        """The ending of its address: `png` or `jpg`."""
        return "png" if self.content_type == "image/png" else "jpg"


class SurveyQuestion(models.Model):
    """An extra question below the reason. `key` names it in exports; choices are `options`, as codes.

    `stages` empty means that everybody sees it. One that was answered is retired, never deleted.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=6, choices=QuestionKind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    options = models.JSONField(default=list, blank=True)
    stages = models.JSONField(default=list, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["survey", "key"], name="surveys_surveyquestion_key_once"),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="surveys_surveyquestion_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.key}"


class QuestionText(models.Model):
    """An extra question in one language. `options` maps each option's code to its words."""

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    prompt = models.CharField(max_length=300)
    low_label = models.CharField("words for 1", max_length=60, blank=True, default="")
    high_label = models.CharField("words for 5", max_length=60, blank=True, default="")
    options = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=["question", "language"], name="surveys_questiontext_once_per_language"
            ),
        )

    def __str__(self) -> str:
        return self.prompt
