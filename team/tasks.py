"""Doorbells of the team room."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from team.domain import sweeping

# Well below the time limit of a task: the next ring goes on where this one ends.
BUDGET = timedelta(minutes=2)


@shared_task
def sweep() -> None:
    """Remove what was kept long enough, once a day."""
    sweeping.sweep(clock=timezone.now, budget=BUDGET)
