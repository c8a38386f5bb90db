"""The codes of the customers room."""

from django.db import models


class Stage(models.TextChoices):
    """Where a customer stands. Five lifecycle segments, and whoever is between them."""

    PROSPECT = "prospect", "Prospect"
    NEW = "new", "New customer"
    RENEWAL = "renewal", "Renewal"
    ADVOCATE = "advocate", "Advocate"
    LOSS = "loss", "Loss"
    ESTABLISHED = "established", "Between stages"


SEGMENTS = [Stage.PROSPECT, Stage.NEW, Stage.RENEWAL, Stage.ADVOCATE, Stage.LOSS]


class Source(models.TextChoices):
    """How a customer came to be known."""

    TRIAL = "trial", "Trial sign-up"
    DOWNLOAD = "download", "Download"
    WEBSITE = "website", "Website visit"
    IMPORT = "import", "Import"
    API = "api", "API"
    STAFF = "staff", "Added by staff"


class AttributeKind(models.TextChoices):
    """What a custom attribute's values are."""

    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    FLAG = "flag", "Yes or no"


class AliasKind(models.TextChoices):
    """What somebody was once known by."""

    EMAIL = "email", "E-mail address"
    EXTERNAL = "external", "Identifier in your CRM"


class ImportMode(models.TextChoices):
    """What an import may do."""

    BOTH = "both", "Add new customers and update known ones"
    CREATE = "create", "Only add new customers"
    UPDATE = "update", "Only update known customers"


class BlockReason(models.TextChoices):
    """Why an address may not be written to."""

    UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
    BOUNCED = "bounced", "Address bounces"
    COMPLAINED = "complained", "Marked as spam"
    STAFF = "staff", "Blocked by staff"


class ImportState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", "Waiting for the column mapping"
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Stopped"


class CaseState(models.TextChoices):
    """Where a support case stands."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
