"""The codes of playbooks, their steps and their runs."""

from django.db import models


class PlaybookState(models.TextChoices):
    """Only an active one begins; the others let what runs go on, or hold it, or end it."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"


class StepKind(models.TextChoices):
    """What a step does."""

    TASK = "task", "Task for a person"
    MESSAGE = "message", "Message to the customer"
    REOPEN_CASE = "reopen_case", "Reopen the support case"
    TAG = "tag", "Tag the answer with a theme"
    NOTIFY = "notify", "Tell somebody on the staff"
    WEBHOOK = "webhook", "Tell another program"
    PLAN = "plan", "Item of the success plan"
    ENDORSEMENT = "endorsement", "Ask for an endorsement"


class Delay(models.TextChoices):
    """In what a step's delay is counted."""

    HOURS = "hours", "hours"
    WORKING_HOURS = "working_hours", "working hours"
    DAYS = "days", "days"


class WaitsFor(models.TextChoices):
    """From what moment a step's delay counts."""

    START = "start", "the answer"
    PREVIOUS = "previous", "the step before it"
    CONTACT = "contact", "the personal contact"
    RESOLUTION = "resolution", "the resolution"


class OnlyIf(models.TextChoices):
    """What must still be true when a step's time has come; else it is skipped with this as the reason."""

    ALWAYS = "always", "in any case"
    WANTS_CONTACT = "wants_contact", "the customer wants to be contacted"
    NOT_CONTACTED = "not_contacted", "nobody has contacted the customer yet"
    UNRESOLVED = "unresolved", "the follow-up is not resolved"
    RESOLVED_WELL = "resolved_well", "it was resolved to the customer's content"
    SAME_BAND = "same_band", "the answer is still in the same band"
    NOT_ENDORSED = "not_endorsed", "they have not been asked for the same thing"


class Worker(models.TextChoices):
    """Whose task a step is."""

    OWNER = "owner", "whoever has the follow-up, else the account's manager"
    ACCOUNT_MANAGER = "account_manager", "the account's manager"
    MANAGER = "manager", "the owner's manager"
    PERSON = "person", "a certain person"


class RunState(models.TextChoices):
    """How far a playbook is with one answer."""

    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


class StepState(models.TextChoices):
    """One step of one run. `ready` waits for a person; `failed` says why in `reason`."""

    WAITING = "waiting", "Waits for its time"
    READY = "ready", "To do"
    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


FINISHED_STEPS = [StepState.DONE, StepState.SKIPPED, StepState.FAILED, StepState.CANCELLED]
