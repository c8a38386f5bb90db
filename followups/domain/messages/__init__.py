"""Messages to customers that are not surveys: ``messages.fill(…)``, ``messages.write(…)``.

A message is an outbox row: it is claimed, handed over and settled as a survey's mail is. It takes no hold,
asks for none, and obeys everything else that a person said about being written to.
"""

from followups.domain.messages.consent import why_not
from followups.domain.messages.filling import Filled, fill, values_for
from followups.domain.messages.refusing import NotAllowed, NotSayable, TooLate
from followups.domain.messages.withdrawing import withdraw
from followups.domain.messages.writing import write

__all__ = [
    "Filled",
    "NotAllowed",
    "NotSayable",
    "TooLate",
    "fill",
    "values_for",
    "why_not",
    "withdraw",
    "write",
]
