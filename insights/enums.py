"""The codes of the insights room."""

from django.db import models


class Period(models.TextChoices):
    """How far back a page looks."""

    QUARTER = "90d", "Last 90 days"
    YEAR = "12m", "Last 12 months"
    ALL = "all", "All time"

    @property
    def before(self) -> str:
        """The stretch that it is compared with, in words; empty where there is none."""
        return {Period.QUARTER: "the 90 days before", Period.YEAR: "the 12 months before"}.get(self, "")
