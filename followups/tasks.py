"""What beat rings for. No arguments: each finds its own work and may be rung twice."""

from celery import shared_task
from django.utils import timezone

from followups.domain import (
    alarms,
    assignment,
    awaited,
    news,
    notifying,
    opening,
    playbooks,
    recovering,
    reweighing,
    uncounted,
)
from followups.domain.messages import evidence, posting


@shared_task
def open_missing() -> int:
    """Open the follow-ups that a lost signal left unopened, and settle those whose answer was judged anew."""
    uncounted.settle_missed(now=timezone.now())
    return opening.open_missing(now=timezone.now())


@shared_task
def link_later_answers() -> int:
    """Link the later answers that a lost signal left unlinked, and wait for none of who gave them."""
    now = timezone.now()
    return recovering.link_missing(now=now) + awaited.go_on(now=now)


@shared_task
def tell_of_answers() -> int:
    """Tell the staff of the answers that a lost signal left untold."""
    return news.tell_missed(now=timezone.now())


@shared_task
def assign_overflow() -> int:
    """Hand out what waits for somebody with room."""
    return assignment.assign_overflow(now=timezone.now())


@shared_task
def weigh_again() -> int:
    """Let priorities keep up with renewals, usage and cases."""
    return reweighing.weigh_again(now=timezone.now())


@shared_task
def deliver_messages() -> None:
    """Claim and send messages to customers until none is due or the time is up."""
    posting.deliver(clock=timezone.now)


@shared_task
def reap_messages() -> None:
    """Settle messages that dead workers left behind, and those whose proof came too early."""
    posting.reap(now=timezone.now())
    evidence.prove_known(now=timezone.now())


@shared_task
def sound_alarms() -> int:
    """Warn of deadlines, tell what was missed, and escalate."""
    return alarms.sound(now=timezone.now())


@shared_task
def deliver_notifications() -> None:
    """Mail the staff what they want to be told."""
    notifying.deliver(clock=timezone.now)


@shared_task
def reap_notifications() -> None:
    """Settle notifications that dead workers left behind."""
    notifying.reap(now=timezone.now())


@shared_task
def begin_playbooks() -> int:
    """Begin the playbooks that a lost signal left unbegun."""
    return playbooks.begin_missing(now=timezone.now())


@shared_task
def advance_playbooks() -> int:
    """Do the steps whose time has come."""
    return playbooks.advance(now=timezone.now())


@shared_task
def send_digests() -> int:
    """Write the morning digests whose hour has come, and forget what was told long ago."""
    notifying.sweep(now=timezone.now())
    return notifying.send_due(now=timezone.now())
