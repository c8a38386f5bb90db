"""The question, in each of its languages."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models


class Survey(models.Model):
    """One question with its reason question: what a campaign asks."""

    name = models.CharField(max_length=120)
    default_language = models.CharField(max_length=12, default="en")
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
