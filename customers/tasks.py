"""Doorbells of the customers room."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from customers.domain import launching, lifecycle
from customers.domain.importing import running

# Well below the time limit of a task: the next ring goes on where this one ends.
BUDGET = timedelta(minutes=2)


@shared_task
def refresh_stages() -> None:
    """Move customers to the stage of the day, once a day."""
    lifecycle.refresh_due(now=timezone.now())


@shared_task
def run_imports() -> None:
    """Work on the imports that wait."""
    running.run_waiting(clock=timezone.now, budget=BUDGET)


@shared_task
def run_launches() -> None:
    """Tell the members of the audiences of launches whose moment has come."""
    launching.run_waiting(clock=timezone.now, budget=BUDGET)
