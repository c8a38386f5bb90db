"""Filters over answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from core.scoring import Band, scores_of
from responses.enums import ResponseState

if TYPE_CHECKING:
    from responses.models import Response  # noqa: F401  # names the type argument below


class ResponseQuerySet(models.QuerySet["Response"]):
    """Answers that chain by plain words."""

    def counted(self) -> ResponseQuerySet:
        """Those that enter the numbers."""
        return self.filter(state=ResponseState.COUNTED)

    def in_band(self, band: Band) -> ResponseQuerySet:
        """Promoters, passives or detractors."""
        return self.filter(score__in=scores_of(band))
