"""The codes of a follow-up and its history."""

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
    MESSAGE = "message", "Sent a message"
    SNOOZED = "snoozed", "Snoozed"
    DEADLINE = "deadline", "Deadline"
    STEP = "step", "Playbook step"
    THEME = "theme", "Themes"
    CASE = "case", "Support case"
    PLAN = "plan", "Success plan"
    CONSENT = "consent", "Consent to be quoted"
    RECOVERY = "recovery", "Answered again"


# The root causes that a new program begins with; the company's own list is the table `RootCause`.
FIRST_CAUSES = (
    ("product", "Product fault or gap"),
    ("support", "Support"),
    ("price", "Price or contract"),
    ("onboarding", "Onboarding"),
    ("billing", "Billing"),
    ("expectation", "Wrong expectation"),
    ("other", "Something else"),
)


class Outcome(models.TextChoices):
    """How it ended."""

    SOLVED = "solved", "Solved, customer content"
    IMPROVED = "improved", "Improved, not all solved"
    EXPLAINED = "explained", "Explained, nothing to change"
    UNSOLVED = "unsolved", "Not solved"
    NO_REPLY = "no_reply", "No reply"


class DeadlineKind(models.TextChoices):
    """Which promise: to speak with the customer, or to have it solved."""

    CONTACT = "contact", "First contact"
    RESOLVE = "resolve", "Resolution"


class AlarmKind(models.TextChoices):
    """What the clock has said of a deadline; each once."""

    WARNED = "warned", "Due soon"
    BREACHED = "breached", "Missed"
    MANAGER = "manager", "Escalated to the manager"
    ADMIN = "admin", "Escalated to the admins"


class Trait(models.TextChoices):
    """What speaks for a person when the machine chooses an owner."""

    ACCOUNT_OWNER = "account_owner", "Owns the account"
    SKILL = "skill", "Knows the themes of the reason"
    LANGUAGE = "language", "Speaks the customer's language"
    REGION = "region", "Looks after the customer's country"
    ZONE = "zone", "Works at the customer's hours"
    HISTORY = "history", "Has helped this customer before"
    STAGE = "stage", "Prefers the customer's stage"
    LOAD = "load", "Has room"


class DecisionCause(models.TextChoices):
    """Why the machine had to choose an owner."""

    OPENED = "opened", "It was opened"
    REOPENED = "reopened", "It was reopened"
    ROOM = "room", "Somebody had room again"
    ANSWER = "answer", "The customer said more"
    ABSENCE = "absence", "Its owner went away"
    LEFT = "left", "Its owner no longer works follow-ups"
    RELEASED = "released", "Its owner gave it back"


class Recovery(models.TextChoices):
    """What the customer's next answer said, compared with the one that opened the follow-up."""

    RECOVERED = "recovered", "Recovered to promoter"
    IMPROVED = "improved", "Moved up"
    UNCHANGED = "unchanged", "Unchanged"
    WORSE = "worse", "Moved down"
    NO_ANSWER = "no_answer", "Asked again, no answer"
