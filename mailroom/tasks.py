"""Doorbells of the mailroom."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from mailroom.domain.events import processing

# Well below the time limit of a task: the next ring goes on where this one ends.
BUDGET = timedelta(minutes=2)


@shared_task
def process_events() -> None:
    """Act on what mail providers told."""
    processing.process(clock=timezone.now, budget=BUDGET)
