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


class Cause(models.TextChoices):
    """Why delivery put a row where it is; rooms above have reasons of their own beside these."""

    RETRY = "retry", "The server refused for now; tried again later"
    BAD_ROW = "bad_row", "The message could not be built"
