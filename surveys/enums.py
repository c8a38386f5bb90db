"""The codes of the surveys room."""

from django.db import models


class CampaignState(models.TextChoices):
    """A campaign's life."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


class ScheduleKind(models.TextChoices):
    """What makes a customer due."""

    EVENT = "event", "After an event"
    DATE = "date", "Around a date"
    CYCLE = "cycle", "Again and again, every few months"
    WAVE = "wave", "On days of the calendar"
    NONE = "none", "Whenever somebody comes by"


class CampaignChannel(models.TextChoices):
    """How the question reaches people."""

    EMAIL = "email", "E-mail"
    WIDGET = "widget", "Website widget"
    LINK = "link", "Public link"
    MANUAL = "manual", "Entered by staff"


class PlacementKind(models.TextChoices):
    """Where a campaign without mails asks."""

    WIDGET = "widget", "Website widget"
    LINK = "link", "Public link"


class QuestionKind(models.TextChoices):
    """What an extra question takes as its answer."""

    CHOICE = "choice", "One of several choices"
    SCALE = "scale", "A number from 1 to 5"
    TEXT = "text", "Words"


class Variant(models.TextChoices):
    """Which of two subjects a mail had."""

    A = "a", "Subject A"
    B = "b", "Subject B"


class DateField(models.TextChoices):
    """The dates that a date campaign may hang on; the customer's own, else the account's."""

    JOINED = "joined_on", "joining"
    FIRST_PURCHASE = "first_purchase_on", "first purchase"
    RENEWAL = "renewal_on", "renewal"
    CHURNED = "churned_on", "churn"


class QuietRule(models.TextChoices):
    """What happens to a due customer whose quiet period still lasts."""

    SKIP = "skip", "Leave this occasion out"
    WAIT = "wait", "Wait until the quiet period ends, inside the window"


class Reason(models.TextChoices):
    """Why a row is where it is: one code for every candidate that is not asked."""

    NO_ADDRESS = "no_address", "No e-mail address"
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
    BOUNCED = "bounced", "Address bounces"
    COMPLAINED = "complained", "Marked as spam"
    STAFF = "staff", "Blocked by staff"
    PAUSED = "paused", "Asked for a pause"
    NO_OPT_IN = "no_opt_in", "Has not agreed, and their country asks for it"
    BLOCKED_DOMAIN = "blocked_domain", "Their domain gets no mail"
    OUT_OF_AUDIENCE = "out_of_audience", "Not in the campaign’s stages or audience"
    NOT_SAMPLED = "not_sampled", "Not in the sample"
    OTHER_ROTATION = "other_rotation", "Another wave’s turn to ask them"
    QUIET_PERIOD = "quiet_period", "Asked within the quiet period"
    RESERVED = "reserved_for", "Kept for a campaign of higher priority"
    ACCOUNT_LIMIT = "account_limit", "Waits: enough people of the account were asked"
    DATE_MOVED = "date_moved", "The date moved"
    SCHEDULE_CHANGED = "schedule_changed", "The campaign's schedule changed"
    TOO_LATE = "too_late", "The window closed"
    CAMPAIGN_ENDED = "campaign_ended", "The campaign ended"
    DAILY_CAP = "daily_cap", "Waits for the daily limit"
    SEND_WINDOW = "send_window", "Waits for the send window"
    RETRY = "retry", "The server refused for now; tried again later"
    BAD_ROW = "bad_row", "The message could not be built"
    ERASED = "erased", "The customer was erased"
    MERGED = "merged", "Merged with another customer"
    ANSWERED = "answered", "Answered already"
    ADDRESS_CHANGED = "address_changed", "Their address changed"
    NOT_DELIVERED = "not_delivered", "The first mail did not arrive"


# Cured when the cause goes away while the window is still open; the others are final.
CURABLE = [
    Reason.NO_ADDRESS,
    Reason.UNSUBSCRIBED,
    Reason.BOUNCED,
    Reason.STAFF,
    Reason.PAUSED,
    Reason.NO_OPT_IN,
    Reason.BLOCKED_DOMAIN,
    Reason.OUT_OF_AUDIENCE,
    # Lots never change, so a larger share takes in more people and lets nobody go.
    Reason.NOT_SAMPLED,
]

# `reserved_for:12` names the campaign that the customer is kept for.
RESERVED_FOR = f"{Reason.RESERVED.value}:"


def label_of_reason(code: str) -> str:
    """A reason code in words; one that nobody knows any more stays as it is."""
    name = code.partition(":")[0]
    return Reason(name).label if name in Reason.values else code
