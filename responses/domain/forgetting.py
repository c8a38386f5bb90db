"""What is left of an answer when its customer is erased: the number, without the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responses.models import Response, Revision

if TYPE_CHECKING:
    from customers.models import Customer


def forget(*, customer: Customer) -> None:
    """Clear what the customer wrote and what they were like, in every version.

    Score, day, stage and campaign stay, so that the program's score and its n are what they were.
    """
    answers = Response.objects.filter(customer=customer)
    answers.update(reason="", attributes=None, contact_me=False, typed_email="", page_url="", visitor="")
    Revision.objects.filter(response__in=answers).update(reason="", contact_me=False, answers=None)
