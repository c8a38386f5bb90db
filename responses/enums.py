"""The codes of the responses room."""

from django.db import models


class ResponseState(models.TextChoices):
    """Whether an answer counts."""

    COUNTED = "counted", "Counted"
    PROVISIONAL = "provisional", "Provisional"
    EXCLUDED = "excluded", "Excluded"


class Origin(models.TextChoices):
    """How an answer came in."""

    LIVE = "live", "Answered here"
    IMPORTED = "imported", "Imported"
    STAFF = "staff", "Entered by staff"


class Channel(models.TextChoices):
    """Where the question was asked."""

    EMAIL = "email", "E-mail"
    WIDGET = "widget", "Website widget"
    LINK = "link", "Public link"
    MANUAL = "manual", "Entered by staff"


class TagOrigin(models.TextChoices):
    """Who gave an answer its theme."""

    RULE = "rule", "Found by a phrase"
    PERSON = "person", "Tagged by a person"
