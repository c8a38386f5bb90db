"""What the mailroom does when the rooms below it, or a mail provider, tell it something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anymail.signals import tracking
from django.dispatch import receiver
from django.utils import timezone

from customers.signals import customer_erased, person_data_requested
from mailroom.domain import addressed, person_data, retention
from mailroom.domain.events import inbox
from team.signals import change_previewed, sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from anymail.signals import AnymailTrackingEvent

    from customers.domain.person_data import Data
    from customers.models import Customer
    from team.models import Program


@receiver(change_previewed, dispatch_uid="mailroom.tell_effects")
def tell_effects(
    *, proposed: Program, fields: Collection[str], now: datetime, **kwargs: Any
) -> dict[str, str]:
    """How many mails other settings would remove."""
    return retention.effects(program=proposed, fields=fields, now=now)


@receiver(sweep_due, dispatch_uid="mailroom.sweep")
def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool], **kwargs: Any) -> dict[str, int]:
    """Mails and events that were kept long enough."""
    return retention.sweep(program=program, now=now, is_over=is_over)


@receiver(tracking, dispatch_uid="mailroom.keep_event")
def keep_event(*, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """What became of a mail, as its provider tells it: into the inbox, to be acted on later."""
    inbox.keep(event=event, esp=esp_name, now=timezone.now())


@receiver(customer_erased, dispatch_uid="mailroom.forget_address")
def forget_address(*, addresses: Collection[str], **kwargs: Any) -> None:
    """Inside the erasure's transaction: an error here undoes the erasure in every room."""
    addressed.forget(addresses)


@receiver(person_data_requested, dispatch_uid="mailroom.tell_person_data")
def tell_person_data(*, customer: Customer, **kwargs: Any) -> Data:
    """What is stored here about one person."""
    return person_data.collect(customer)
