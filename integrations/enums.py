"""The codes of the integrations room."""

from django.db import models


class DeliveryState(models.TextChoices):
    """Where a call of a webhook stands."""

    PLANNED = "planned", "Waiting"
    CLAIMED = "claimed", "On its way"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"
    CANCELLED = "cancelled", "Cancelled"
