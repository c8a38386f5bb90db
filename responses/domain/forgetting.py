"""What is left of an answer when its customer is erased: the number, without the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from responses.models import Answer, Response, ResponseTheme, Revision
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Collection

    from customers.models import Customer

FORGOTTEN = "erased"


def forget(*, customer: Customer, addresses: Collection[str] = ()) -> None:
    """Clear what the customer wrote and what they were like, in every version; also what a visitor wrote
    who left one of their addresses.

    Score, day, stage and campaign stay, and so do chosen options and numbers: the program's score, its n
    and every rate are what they were.
    """
    theirs = Q(customer=customer)
    for address in addresses:
        theirs |= Q(typed_email__iexact=address)
    answers = Response.objects.filter(
        pk__in=list(Response.objects.filter(theirs).values_list("pk", flat=True))
    )
    answers.exclude(excluded_reason="").update(excluded_reason=FORGOTTEN)
    answers.update(reason="", attributes=None, contact_me=False, typed_email="", page_url="", visitor="")
    Revision.objects.filter(response__in=answers).update(reason="", contact_me=False, answers=None)
    # The themes stay, which are ours to name; the words that were found are theirs.
    ResponseTheme.objects.filter(response__in=answers).exclude(found="").update(found="")
    Answer.objects.filter(response__in=answers).exclude(text="").update(text="")
    for response in answers:
        audit.forget(subject=response)
