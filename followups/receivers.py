"""What the follow-ups room does when the rooms below it speak. Each may be called twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from core.scoring import Band, band_of
from customers.signals import customer_erased, customer_merged, merge_previewed, person_data_requested
from followups.domain import (
    assignment,
    awaited,
    forgetting,
    merging,
    news,
    opening,
    person_data,
    playbooks,
    recovering,
    revising,
    uncounted,
)
from followups.domain.messages import evidence
from followups.signals import followup_changed, room_appeared
from mailroom.signals import event_read
from responses.models import Response
from responses.signals import response_judged, response_recorded, response_revised, themes_changed
from team.models import User
from team.signals import person_left

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from customers.domain.person_data import Data
    from customers.models import Customer
    from mailroom.models import ProviderEvent


# So many of the overflow are looked at in the request of whoever made room; the sweep looks at all.
FILLED_AT_ONCE = 10


@receiver(response_recorded, dispatch_uid="followups.open_followup")
def open_followup(*, response_id: int, score: int, **kwargs: Any) -> None:
    """A detractor's answer gets its follow-up at once; a first answer in another band owes none."""
    if band_of(score) is Band.DETRACTOR:
        opening.open_for(response_id=response_id, now=timezone.now())


@receiver(response_revised, dispatch_uid="followups.note_changed_answer")
def note_changed_answer(*, response_id: int, **kwargs: Any) -> None:
    """An answer that became a detractor's gets its follow-up; one that has it shows the change."""
    now = timezone.now()
    followup = opening.open_for(response_id=response_id, now=now)
    if followup:
        revising.note_change(followup=followup, now=now)


@receiver(response_judged, dispatch_uid="followups.follow_judgment")
def follow_judgment(*, response_id: int, **kwargs: Any) -> None:
    """An answer that is left out asks for nothing; one that counts again asks for what it did."""
    now = timezone.now()
    uncounted.settle(response_id=response_id, now=now)
    opening.open_for(response_id=response_id, now=now)


@receiver([response_recorded, response_revised, response_judged], dispatch_uid="followups.link_later_answer")
def link_later_answer(*, response_id: int, **kwargs: Any) -> None:
    """A later answer says whether the customer was won back; one that ceased to count says nothing."""
    recovering.link(response_id=response_id, now=timezone.now())


@receiver([response_recorded, response_judged], dispatch_uid="followups.go_on_with_waiting")
def go_on_with_waiting(*, response_id: int, **kwargs: Any) -> None:
    """Who is waited for has answered, if by another survey: the wait is over."""
    whose = Response.objects.filter(pk=response_id).values_list("customer", flat=True).first()
    if whose:
        awaited.go_on(customer_id=whose, now=timezone.now())


# Behind the opening: whoever was just given the follow-up of this answer knows it.
@receiver([response_recorded, response_revised, response_judged], dispatch_uid="followups.tell_of_answer")
def tell_of_answer(*, response_id: int, **kwargs: Any) -> None:
    """Whoever works for this customer hears what they say now, and of a fall before the renewal."""
    news.tell(response_id=response_id, now=timezone.now())


@receiver(customer_erased, dispatch_uid="followups.forget_customer")
def forget_customer(*, customer: Customer, addresses: Collection[str], now: datetime, **kwargs: Any) -> None:
    """Inside the erasure's transaction: an error here undoes the erasure in every room."""
    forgetting.forget(customer=customer, addresses=addresses, now=now)


@receiver(customer_merged, dispatch_uid="followups.move_followups")
def move_followups(*, kept: Customer, lost: Customer, now: datetime, **kwargs: Any) -> None:
    """Inside the merge's transaction: an error here undoes the merge in every room."""
    merging.move(kept=kept, lost=lost, now=now)


@receiver(merge_previewed, dispatch_uid="followups.count_followups")
def count_followups(*, lost: Customer, **kwargs: Any) -> dict[str, int]:
    """What a merge would move here."""
    return merging.previewed(lost=lost)


@receiver(person_data_requested, dispatch_uid="followups.tell_person_data")
def tell_person_data(*, customer: Customer, **kwargs: Any) -> Data:
    """What is stored here about one person."""
    return person_data.collect(customer)


@receiver(event_read, dispatch_uid="followups.take_evidence")
def take_evidence(*, event: ProviderEvent, now: datetime, **kwargs: Any) -> bool:
    """What a mail provider tells of a message to a customer."""
    return evidence.take(event=event, now=now)


@receiver(room_appeared, dispatch_uid="followups.fill_room")
def fill_room(*, now: datetime, **kwargs: Any) -> None:
    """Somebody has room again: the weightiest that waits in the overflow queue moves at once."""
    assignment.fill(now=now, limit=FILLED_AT_ONCE)


@receiver(person_left, dispatch_uid="followups.hand_over_of_the_gone")
def hand_over_of_the_gone(*, user_id: int, **kwargs: Any) -> None:
    """Somebody lost access: what they have gets another owner at once."""
    user = User.objects.select_related("manager").filter(pk=user_id).first()
    if user:
        assignment.leave(user=user, now=timezone.now())


# Behind the opening: a run finds the follow-up of its answer.
@receiver(
    [response_recorded, response_revised, response_judged, themes_changed],
    dispatch_uid="followups.begin_playbooks",
)
def begin_playbooks(*, response_id: int, **kwargs: Any) -> None:
    """An answer begins the playbooks that fit it as it is now, and ends what it has left behind."""
    now = timezone.now()
    playbooks.begin_for(response_id=response_id, now=now)
    playbooks.look_again_at(response_id=response_id, now=now)


@receiver(followup_changed, dispatch_uid="followups.wake_playbooks")
def wake_playbooks(*, followup_id: int, **kwargs: Any) -> None:
    """Steps that waited for the contact or the resolution get their time, tasks go with their owner."""
    playbooks.look_again(followup_id=followup_id, now=timezone.now())
