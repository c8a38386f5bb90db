"""Doorbells of the customers room."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from customers.domain import lifecycle


@shared_task
def refresh_stages() -> None:
    """Move customers to the stage of the day, once a day."""
    lifecycle.refresh_due(now=timezone.now())
