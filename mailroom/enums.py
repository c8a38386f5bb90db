"""The codes of the mailroom."""

from django.db import models


class OutboxState(models.TextChoices):
    """Where a message stands. design: each ends in a final state or `unknown`."""

    PLANNED = "planned", "Planned"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Unknown"
    FAILED = "failed", "Refused"
    SKIPPED = "skipped", "Not asked"
    EXPIRED = "expired", "Too late"
    CANCELLED = "cancelled", "Cancelled"
