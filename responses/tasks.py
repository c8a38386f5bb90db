"""Doorbells of the responses room."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from responses.domain.themes import retagging

# Well below the time limit of a task: the next ring goes on where this one ends.
BUDGET = timedelta(minutes=2)


@shared_task
def read_themes() -> int:
    """Read the answers again whose themes' phrases have changed."""
    return retagging.run(clock=timezone.now, budget=BUDGET)
