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


class EventKind(models.TextChoices):
    """What a mail provider tells of a message, in Anymail's words."""

    SENT = "sent", "Accepted by the provider"
    DELIVERED = "delivered", "Delivered"
    DEFERRED = "deferred", "Deferred"
    BOUNCED = "bounced", "Bounced"
    REJECTED = "rejected", "Refused by the provider"
    FAILED = "failed", "Failed at the provider"
    OPENED = "opened", "Opened"
    CLICKED = "clicked", "Clicked"
    COMPLAINED = "complained", "Marked as spam"
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
    OTHER = "other", "Something else"


class EventState(models.TextChoices):
    """How far a provider's event has come."""

    NEW = "new", "New"
    DONE = "done", "Done"
    IGNORED = "ignored", "Not ours, or of no consequence"
    FAILED = "failed", "Could not be processed"


class Cause(models.TextChoices):
    """Why delivery put a row where it is; rooms above have reasons of their own beside these."""

    RETRY = "retry", "The server refused for now; tried again later"
    BAD_ROW = "bad_row", "The message could not be built"
