"""A second and a third mail to those who did not answer: planned, claimed and sent like the first.

They count towards the daily limit and the warm-up, since those protect the sender's name, but not towards
an account's people: nobody new is asked. First mails go before reminders.
"""

from surveys.domain.reminders.claiming import claim
from surveys.domain.reminders.counting import ReminderCounts, counts
from surveys.domain.reminders.mailbag import ReminderMailbag
from surveys.domain.reminders.planning import cancel_over, forget, plan

__all__ = ["ReminderCounts", "ReminderMailbag", "cancel_over", "claim", "counts", "forget", "plan"]
