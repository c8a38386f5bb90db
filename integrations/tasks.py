"""What beat rings for. No arguments: each finds its own work and may be rung twice."""

from celery import shared_task
from django.utils import timezone

from integrations.domain.webhooks import delivering, settling, writing


@shared_task
def deliver_webhooks() -> None:
    """Call other programs until nothing is due or the time is up."""
    delivering.deliver(clock=timezone.now)


@shared_task
def reap_webhooks() -> int:
    """Give back the calls that dead workers left behind."""
    return settling.reap(now=timezone.now())


@shared_task
def catch_up_webhooks() -> int:
    """Write the calls that lost signals left unwritten."""
    return writing.catch_up(now=timezone.now())
