"""An answer and everything it has been."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.scoring import Band, band_of
from customers.enums import Stage
from customers.models import Customer
from responses.enums import Channel, Origin, ResponseState
from responses.querysets import ResponseQuerySet
from surveys.models import Campaign, Invitation, Placement, SurveyQuestion


class Response(models.Model):
    """What somebody answered, as it stands now. Stage and attributes are those of the moment of asking."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="response"
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="responses")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True, default="")
    contact_me = models.BooleanField(default=True)
    language = models.CharField(max_length=12, blank=True, default="")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    stage = models.CharField(max_length=12, blank=True, default="")
    attributes = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ResponseState.choices, default=ResponseState.COUNTED)
    excluded_reason = models.CharField(max_length=200, blank=True, default="")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.LIVE)
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    # A visitor's browser, as a hash: who comes back changes their answer instead of adding one.
    visitor = models.CharField(max_length=64, blank=True, default="")
    # The page that the widget stood on, without its query.
    page_url = models.CharField(max_length=300, blank=True, default="")
    # An address that a visitor typed: nobody proved that it is theirs.
    typed_email = models.CharField(max_length=254, blank=True, default="")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)
    revised_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Response]] = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ("-answered_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=10), name="responses_response_score_0_to_10"
            ),
            models.CheckConstraint(
                condition=~Q(state=ResponseState.EXCLUDED) | ~Q(excluded_reason=""),
                name="responses_response_exclusion_has_reason",
            ),
        )
        indexes = (
            models.Index(fields=["answered_at"], name="responses_response_answered"),
            models.Index(fields=["customer", "answered_at"], name="responses_response_customer"),
            models.Index(
                fields=["placement", "visitor"], condition=~Q(visitor=""), name="responses_response_visitor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.score} of {self.customer_id or 'a visitor'}"

    @property
    def who(self) -> str:
        """Whose answer it is, for titles and links."""
        if self.customer is None:
            return "A visitor"
        return "Erased customer" if self.customer.erased_at else str(self.customer)

    @property
    def stage_label(self) -> str:
        """The stage at the moment of asking, in words; empty where none was known."""
        return dict(Stage.choices).get(self.stage, self.stage)

    @property
    def band(self) -> Band:
        """Promoter, passive or detractor."""
        return band_of(self.score)


class Revision(models.Model):
    """One version of an answer, the first included. Append-only."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True, default="")
    contact_me = models.BooleanField(default=True)
    # What the extra questions' answers were by then, by key; None where there were none.
    answers = models.JSONField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=10), name="responses_revision_score_0_to_10"
            ),
            models.UniqueConstraint(fields=["response", "number"], name="responses_revision_numbered_once"),
        )

    def __str__(self) -> str:
        return f"version {self.number} of response {self.response_id}"


class Answer(models.Model):
    """What somebody answered to an extra question: an option's code, a number from 1 to 5, or words."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=40, blank=True, default="")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("question__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["response", "question"], name="responses_answer_once"),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=1, number__lte=5), name="responses_answer_1_to_5"
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id} of {self.response_id}"
