"""What the surveys room does when it hears from the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from customers.signals import (
    contact_changed,
    customer_erased,
    customer_merged,
    doubts_requested,
    merge_previewed,
    person_data_requested,
)
from mailroom.signals import event_read
from surveys.domain import evidence, forgetting, holding, merging, person_data, planning, retention
from team.signals import change_previewed, sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from customers.domain.person_data import Data
    from customers.models import Customer
    from mailroom.models import ProviderEvent
    from team.models import Program


@receiver(contact_changed, dispatch_uid="surveys.plan_again")
def plan_again(**kwargs: Any) -> None:
    """Dates, stages or addresses changed: have the campaigns look again soon."""
    planning.ring(now=timezone.now())


@receiver(customer_erased, dispatch_uid="surveys.forget_customer")
def forget_customer(*, customer: Customer, contact_id: int | None, now: datetime, **kwargs: Any) -> None:
    """Nothing that is planned for an erased person may leave, and nothing here may tell who it was."""
    forgetting.forget(customer=customer, contact_id=contact_id, now=now)


@receiver(customer_merged, dispatch_uid="surveys.move_invitations")
def move_invitations(*, kept: Customer, lost: Customer, now: datetime, **kwargs: Any) -> None:
    """Inside the merge's transaction: an error here undoes the merge in every room."""
    merging.move(kept=kept, lost=lost, now=now)


@receiver(merge_previewed, dispatch_uid="surveys.count_invitations")
def count_invitations(*, lost: Customer, **kwargs: Any) -> dict[str, int]:
    """What a merge would move here."""
    return merging.previewed(lost=lost)


@receiver(doubts_requested, dispatch_uid="surveys.tell_doubts")
def tell_doubts(**kwargs: Any) -> dict[int, datetime]:
    """Whom a survey may have reached."""
    return holding.doubts()


@receiver(change_previewed, dispatch_uid="surveys.tell_effects")
def tell_effects(
    *, proposed: Program, fields: Collection[str], now: datetime, **kwargs: Any
) -> dict[str, str]:
    """How much other settings would remove, and which campaigns would miss it."""
    return retention.effects(program=proposed, fields=fields, now=now)


@receiver(sweep_due, dispatch_uid="surveys.sweep")
def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool], **kwargs: Any) -> dict[str, int]:
    """Opened links that were kept long enough."""
    return retention.sweep(program=program, now=now, is_over=is_over)


@receiver(event_read, dispatch_uid="surveys.take_evidence")
def take_evidence(*, event: ProviderEvent, now: datetime, **kwargs: Any) -> bool:
    """What a mail provider tells of an invitation or a reminder."""
    return evidence.take(event=event, now=now)


@receiver(person_data_requested, dispatch_uid="surveys.tell_person_data")
def tell_person_data(*, customer: Customer, **kwargs: Any) -> Data:
    """What is stored here about one person."""
    return person_data.collect(customer)
