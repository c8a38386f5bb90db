"""What somebody answered, in every version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain.person_data import rows_of
from responses.models import Answer, Response, ResponseTheme, Revision

if TYPE_CHECKING:
    from customers.domain.person_data import Data
    from customers.models import Customer


def collect(customer: Customer) -> Data:
    """Every row of this room about the person."""
    theirs = {"response__customer": customer}
    return {
        "Answers": rows_of(Response.objects.filter(customer=customer), without=["customer", "entered_by"]),
        "Versions of answers": rows_of(Revision.objects.filter(**theirs)),
        "Themes of answers": rows_of(ResponseTheme.objects.filter(**theirs), without=["tagged_by"]),
        "Answers to extra questions": rows_of(Answer.objects.filter(**theirs)),
    }
