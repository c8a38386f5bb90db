"""What customers do for us, and what we plan for them."""

from django.db import models


class EndorsementKind(models.TextChoices):
    """What a customer is asked to stand by with their name."""

    REVIEW = "review", "Public review"
    QUOTE = "quote", "Quote on our website"
    CASE_STUDY = "case_study", "Case study"
    SPEAKER = "speaker", "Speaking at an event"
    REFERENCE = "reference", "Reference call"


class EndorsementState(models.TextChoices):
    """How far it is. Nothing is published before `agreed`."""

    ASKED = "asked", "Asked"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    DONE = "done", "Done"
    WITHDRAWN = "withdrawn", "Consent withdrawn"


# Their consent stands: they may be named.
USABLE = [EndorsementState.AGREED, EndorsementState.DONE]


class ReferralState(models.TextChoices):
    """What became of somebody whom a customer recommended."""

    NAMED = "named", "Named"
    CONTACTED = "contacted", "In contact"
    WON = "won", "Became a customer"
    LOST = "lost", "Did not become a customer"


class PlanState(models.TextChoices):
    """An item of a customer's success plan."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"
