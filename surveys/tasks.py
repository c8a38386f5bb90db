"""Doorbells of the surveys room. Each finds its own work and may be rung twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from surveys.domain import planning, posting


@shared_task
def plan_invitations() -> None:
    """Write the rows that fall due."""
    planning.plan_due(now=timezone.now())


@shared_task
def deliver_invitations() -> None:
    """Claim and send until nothing is due or the time is up."""
    posting.deliver(clock=timezone.now)


@shared_task
def reap_invitations() -> None:
    """Settle what dead workers left behind."""
    posting.reap(now=timezone.now())
