"""The codes of the follow-ups room."""

from django.db import models


class FollowUpState(models.TextChoices):
    """Where a follow-up stands."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    WAITING = "waiting", "Waiting for the customer"
    RESOLVED = "resolved", "Resolved"
    UNREACHABLE = "unreachable", "Could not be reached"


CLOSED = [FollowUpState.RESOLVED, FollowUpState.UNREACHABLE]


class ActivityKind(models.TextChoices):
    """What was done."""

    OPENED = "opened", "Opened"
    ASSIGNED = "assigned", "Assigned"
    CALL = "call", "Called"
    EMAIL = "email", "Wrote"
    NOTE = "note", "Noted"
    STATE = "state", "Changed the state"
    ANSWER_CHANGED = "answer_changed", "The customer changed the answer"
    RESOLVED = "resolved", "Resolved"
    REOPENED = "reopened", "Reopened"


class RootCause(models.TextChoices):
    """Why it went wrong, from the company's side."""

    PRODUCT = "product", "Product fault or gap"
    SUPPORT = "support", "Support"
    PRICE = "price", "Price or contract"
    ONBOARDING = "onboarding", "Onboarding"
    BILLING = "billing", "Billing"
    EXPECTATION = "expectation", "Wrong expectation"
    OTHER = "other", "Something else"


class Outcome(models.TextChoices):
    """How it ended."""

    SOLVED = "solved", "Solved, customer content"
    IMPROVED = "improved", "Improved, not all solved"
    EXPLAINED = "explained", "Explained, nothing to change"
    UNSOLVED = "unsolved", "Not solved"
    NO_REPLY = "no_reply", "No reply"
