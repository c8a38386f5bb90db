"""A second and a third mail to those who did not answer: planned, claimed and sent like the first."""

from surveys.domain.reminders.counting import ReminderCounts, counts

__all__ = ["ReminderCounts", "counts"]
