"""What the staff is told of."""

from django.db import models


class NotificationKind(models.TextChoices):
    """Each can be switched on and off per person, in the app and by e-mail."""

    ASSIGNED = "assigned", "A follow-up became mine"
    DUE_SOON = "due_soon", "One of mine is due soon"
    BREACHED = "breached", "One of mine missed its time"
    ESCALATED = "escalated", "One of my team's was escalated to me"
    ANSWERED = "answered", "A customer of mine answered again"
    LETTER = "letter", "A message of mine did not arrive"
    FELL = "fell", "A score fell shortly before the renewal"
    TASK = "task", "A playbook gave me a task"
    PLAYBOOK = "playbook", "A playbook wants me to know"
    PLAN = "plan", "An item of a success plan became mine"
    WEBHOOK = "webhook", "A webhook was switched off"
    DIGEST = "digest", "My queue, every working morning"
