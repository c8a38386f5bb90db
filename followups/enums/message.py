"""The codes of messages to customers that are not surveys."""

from django.db import models


class MessageKind(models.TextChoices):
    """Why we write. A personal one answers what the customer said; the others need more consent."""

    PERSONAL = "personal", "Personal answer"
    SERVICE = "service", "About their own case"
    OFFER = "offer", "Offer or news"


class MessageReason(models.TextChoices):
    """Why a message did not leave, or not yet."""

    NO_ADDRESS = "no_address", "No e-mail address"
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
    BOUNCED = "bounced", "Address bounces"
    COMPLAINED = "complained", "Marked a mail of ours as spam"
    STAFF = "staff", "Blocked by staff"
    BLOCKED_DOMAIN = "blocked_domain", "Mails to this domain are not wanted"
    NO_OPT_IN = "no_opt_in", "Has not agreed to be written to"
    PAUSED = "paused", "Takes a break from our mails"
    NOT_WANTED = "not_wanted", "Asked not to be contacted"
    ERASED = "erased", "Customer erased"
    MERGED = "merged", "Merged with another customer"
    ADDRESS_CHANGED = "address_changed", "The address changed meanwhile"
    STOPPED = "stopped", "Its playbook was stopped"
    WITHDRAWN = "withdrawn", "Taken back before it left"
    SPACED = "spaced", "A working day lies between two messages that leave by themselves"
    TOO_LATE = "too_late", "It was too late to send it"
