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
    OUT_OF_AUDIENCE = "out_of_audience", "Not in the campaign's stages"
    QUIET_PERIOD = "quiet_period", "Asked within the quiet period"
    DATE_MOVED = "date_moved", "The date moved"
    TOO_LATE = "too_late", "The window closed"
    CAMPAIGN_ENDED = "campaign_ended", "The campaign ended"
    DAILY_CAP = "daily_cap", "Waits for the daily limit"
    SEND_WINDOW = "send_window", "Waits for the send window"
    RETRY = "retry", "The server refused for now; tried again later"
    BAD_ROW = "bad_row", "The message could not be built"
    ERASED = "erased", "The customer was erased"


# Cured when the cause goes away while the window is still open; the others are final.
CURABLE = [
    Reason.NO_ADDRESS,
    Reason.UNSUBSCRIBED,
    Reason.BOUNCED,
    Reason.STAFF,
    Reason.OUT_OF_AUDIENCE,
]
