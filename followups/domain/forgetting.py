"""What this room knows of an erased customer: words go, numbers and dates stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from core.templatetags.navigation import address
from followups.domain import working
from followups.enums import (
    FINISHED_STEPS,
    ActivityKind,
    EndorsementState,
    MessageReason,
    PlanState,
    RunState,
    StepState,
)
from followups.models import (
    Activity,
    Endorsement,
    FollowUp,
    Message,
    Notification,
    PlanItem,
    Referral,
    Run,
    StepRun,
)
from mailroom.enums import OutboxState
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from customers.models import Customer

FORGOTTEN: Final = "erased"
REASON: Final = "The customer was erased."
# What was asked of somebody who is gone, and what they agreed to, holds no longer. What was done stays done.
_OVER: Final = [EndorsementState.ASKED, EndorsementState.AGREED]


def forget(*, customer: Customer, now: datetime, addresses: Collection[str] = ()) -> int:
    """Clear every word about this customer and end what is unfinished; the number of notes cleared.

    Part of the erasure's own transaction: all rooms forget, or none. `addresses` are those by which the
    person was known: somebody else may have recommended them.
    """
    # Follow-ups behind what hangs on them, as everybody locks them.
    _forget_messages(customer)
    _forget_runs(customer, now)
    _forget_advocacy(customer, addresses, now)
    theirs = PlanItem.objects.filter(customer=customer)
    theirs.filter(state=PlanState.OPEN).update(state=PlanState.DROPPED, closed_at=now)
    theirs.update(title=FORGOTTEN, text="", outcome="")
    for followup in FollowUp.objects.unfinished().filter(customer=customer):
        working.close_erased(followup=followup, now=now)
    _forget_notifications(customer)
    return _forget_history(customer)


def _forget_messages(customer: Customer) -> None:
    """What is planned does not leave; of what has left it stays known when, of which kind and by whom."""
    theirs = Message.objects.filter(customer=customer)
    theirs.filter(state=OutboxState.PLANNED).update(state=OutboxState.CANCELLED, reason=MessageReason.ERASED)
    theirs.update(subject="", body="", last_error="", provider_message_id="")


def _forget_runs(customer: Customer, now: datetime) -> None:
    """Playbooks stop where they are: nothing more is done for, or asked of, somebody who is gone."""
    unfinished = StepRun.objects.filter(run__customer=customer).exclude(state__in=FINISHED_STEPS)
    unfinished.update(state=StepState.CANCELLED, reason=REASON, finished_at=now)
    runs = Run.objects.filter(customer=customer)
    runs.filter(state__in=[RunState.RUNNING, RunState.PAUSED]).update(
        state=RunState.STOPPED, reason=REASON, paused_at=None, ended_at=now
    )
    runs.exclude(reason="").update(reason=REASON)
    spoken = ~Q(note="") | ~Q(reason="")
    StepRun.objects.filter(spoken, run__customer=customer).update(note="", reason=REASON)


def _forget_notifications(customer: Customer) -> None:
    """What the staff was told names the customer: it is told no more, in the app and by e-mail."""
    about = Q(followup__customer=customer) | Q(step_run__run__customer=customer)
    if page := address("insights:customer", customer.pk):
        about |= Q(path=page)
    items = PlanItem.objects.filter(customer=customer).values_list("pk", flat=True)
    about |= Q(path__in=[address("plans:item", pk) for pk in items])
    found = Notification.objects.filter(pk__in=Notification.objects.filter(about).values("pk"))
    found.filter(state=OutboxState.PLANNED).update(state=OutboxState.CANCELLED, reason=FORGOTTEN)
    found.update(title=FORGOTTEN, text="", in_app=False, last_error="", provider_message_id="")


def _forget_advocacy(customer: Customer, addresses: Collection[str], now: datetime) -> None:
    theirs = Endorsement.objects.filter(customer=customer)
    theirs.filter(state__in=_OVER).update(state=EndorsementState.WITHDRAWN, decided_at=now)
    theirs.update(quote="", scope="", evidence=FORGOTTEN, url="", refusal="")
    Referral.objects.filter(advocate=customer).update(note="")
    named = Q(referred=customer)
    for known_as in addresses:
        named |= Q(email__iexact=known_as, referred=None)
    meant = list(Referral.objects.filter(named))
    for row in meant:
        # The trail names rows by what they say.
        audit.forget(subject=row)
    rows = Referral.objects.filter(pk__in=[row.pk for row in meant])
    rows.filter(referred=None).update(name=FORGOTTEN, company="", email="", note="")
    rows.exclude(referred=None).update(name="", company="", email="", note="")


def _forget_history(customer: Customer) -> int:
    """Notes go, and so do words that quote: subjects of messages and cases, promises, consents."""
    lines = Activity.objects.filter(followup__customer=customer)
    quoting = lines.filter(facts__has_key="words") | lines.filter(kind=ActivityKind.MESSAGE)
    for kind in set(quoting.values_list("kind", flat=True).order_by()):
        lines.filter(pk__in=quoting.filter(kind=kind).values("pk")).update(
            facts={"words": ActivityKind(kind).label}
        )
    return lines.exclude(note="").update(note="")
