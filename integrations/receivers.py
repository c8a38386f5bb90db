"""What other programs are told when the rooms below speak. Each may be called twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from customers.signals import (
    case_reopened,
    customer_erased,
    customer_merged,
    merge_previewed,
    person_data_requested,
)
from followups.signals import followup_changed, listeners_counted, step_due
from integrations.domain import forgetting, merging, person_data, retention
from integrations.domain.webhooks import events, listening, sources, writing
from responses.signals import response_judged, response_recorded, response_revised
from team.signals import sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from customers.domain.person_data import Data
    from customers.models import Customer


@receiver([response_recorded, response_revised], dispatch_uid="integrations.tell_answer")
def tell_answer(*, response_id: int, **kwargs: Any) -> None:
    """A customer answered, or changed the answer."""
    writing.tell(sources.ANSWERS, now=timezone.now(), about=Q(response=response_id))


@receiver(response_judged, dispatch_uid="integrations.tell_judgement")
def tell_judgement(*, response_id: int, **kwargs: Any) -> None:
    """An answer ceased or began to count."""
    writing.tell(sources.JUDGEMENTS, now=timezone.now(), about=Q(subject_id=str(response_id)))


@receiver(followup_changed, dispatch_uid="integrations.tell_change")
def tell_change(*, followup_id: int, **kwargs: Any) -> None:
    """Something was done about an answer."""
    writing.tell(sources.CHANGES, now=timezone.now(), about=Q(followup=followup_id))


@receiver(case_reopened, dispatch_uid="integrations.tell_case")
def tell_case(*, case_id: int, **kwargs: Any) -> None:
    """The helpdesk hears that a case is open again (G50)."""
    writing.tell(sources.CASES, now=timezone.now(), about=Q(pk=case_id))


@receiver(step_due, dispatch_uid="integrations.tell_step")
def tell_step(*, step_run_id: int, **kwargs: Any) -> None:
    """A playbook tells another program."""
    writing.tell(sources.STEPS, now=timezone.now(), about=Q(pk=step_run_id))


@receiver(listeners_counted, dispatch_uid="integrations.count_listeners")
def count_listeners(**kwargs: Any) -> int:
    """How many programs hear what playbooks tell."""
    return listening.count(events.STEP)


@receiver(customer_erased, dispatch_uid="integrations.forget_customer")
def forget_customer(*, customer: Customer, **kwargs: Any) -> None:
    """Inside the erasure's transaction: an error here undoes the erasure in every room."""
    forgetting.forget(customer=customer)


@receiver(customer_merged, dispatch_uid="integrations.move_calls")
def move_calls(*, kept: Customer, lost: Customer, **kwargs: Any) -> None:
    """Inside the merge's transaction: an error here undoes the merge in every room."""
    merging.move(kept=kept, lost=lost)


@receiver(merge_previewed, dispatch_uid="integrations.count_calls")
def count_calls(*, lost: Customer, **kwargs: Any) -> dict[str, int]:
    """What a merge would move here."""
    return merging.previewed(lost=lost)


@receiver(person_data_requested, dispatch_uid="integrations.tell_person_data")
def tell_person_data(*, customer: Customer, **kwargs: Any) -> Data:
    """What is stored here about one person."""
    return person_data.collect(customer)


@receiver(sweep_due, dispatch_uid="integrations.sweep")
def sweep(*, now: datetime, is_over: Callable[[], bool], **kwargs: Any) -> dict[str, int]:
    """Calls that were kept long enough."""
    return retention.sweep(now=now, is_over=is_over)
