"""Doorbells of the surveys room. Each finds its own work and may be rung twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from surveys.domain import evidence, planning, posting, reminders, watching


@shared_task
def plan_invitations() -> None:
    """Write the rows that fall due."""
    planning.plan_due(now=timezone.now())


@shared_task
def plan_reminders() -> None:
    """Write the reminders that fall due, and cancel those that nobody needs any more."""
    reminders.plan(now=timezone.now())


@shared_task
def deliver_invitations() -> None:
    """Claim and send first mails and reminders until nothing is due or the time is up."""
    posting.deliver(clock=timezone.now)


@shared_task
def reap_invitations() -> None:
    """Settle what dead workers left behind."""
    posting.reap(now=timezone.now())


@shared_task
def watch_campaigns() -> None:
    """Settle what proof came for too early, and pause campaigns that bounce or annoy."""
    evidence.prove_known(now=timezone.now())
    watching.watch_all(now=timezone.now())
