"""What an invitation says: built here, spliced per recipient and sent by the mailroom."""

from surveys.emails.letters import MailCannotBeBuilt, letter_form
from surveys.emails.senders import SenderNotUsable
from surveys.emails.values import sample_values, trial_values, values_for

__all__ = [
    "MailCannotBeBuilt",
    "SenderNotUsable",
    "letter_form",
    "sample_values",
    "trial_values",
    "values_for",
]
