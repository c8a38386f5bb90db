"""Filters over answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from core.scoring import Band, scores_of
from responses.enums import ResponseState

if TYPE_CHECKING:
    from datetime import datetime

    from responses.models import Response  # noqa: F401  # names the type argument below


class ResponseQuerySet(models.QuerySet["Response"]):
    """Answers that chain by plain words."""

    def counted(self) -> ResponseQuerySet:
        """Those that enter the numbers."""
        return self.filter(state=ResponseState.COUNTED)

    def in_band(self, band: Band) -> ResponseQuerySet:
        """Promoters, passives or detractors."""
        return self.filter(score__in=scores_of(band))

    def with_reason(self) -> ResponseQuerySet:
        """Those that say why."""
        return self.exclude(reason="")

    def since(self, instant: datetime) -> ResponseQuerySet:
        """Answered at this instant or later."""
        return self.filter(answered_at__gte=instant)

    def before(self, instant: datetime) -> ResponseQuerySet:
        """Answered earlier than this instant."""
        return self.filter(answered_at__lt=instant)

    def changed_since(self, instant: datetime) -> ResponseQuerySet:
        """Answered or revised at this instant or later."""
        return self.filter(Q(answered_at__gte=instant) | Q(revised_at__gte=instant))

    def search(self, words: str) -> ResponseQuerySet:
        """Those with these words in the reason, the customer's name or address, or the company's name."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(reason__icontains=word)
                | Q(customer__name__icontains=word)
                | Q(customer__email__icontains=word)
                | Q(customer__account__name__icontains=word)
            )
        return found
