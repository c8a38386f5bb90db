"""Detractor answers that open no follow-up because a policy said so."""

from __future__ import annotations

from django.db import models

from followups.models.sla import SlaPolicy
from responses.models import Response


class Exemption(models.Model):
    """The policy of this answer opened no follow-up. The reason is kept as it was told then.

    A policy that changes later changes nothing about it; an answer that is given anew is judged anew.
    """

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="exemption")
    policy = models.ForeignKey(SlaPolicy, on_delete=models.SET_NULL, null=True, related_name="exemptions")
    reason = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="followups_exemption_says_why"),
        )

    def __str__(self) -> str:
        return self.reason
