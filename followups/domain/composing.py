"""What a letter to a customer begins with: a template that suits their answer, filled, or an empty sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Value, When

from followups.domain import messages
from followups.domain.messages import refusing
from followups.enums import MessageKind, StepKind
from followups.models import MessageTemplate, StepRun

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.models import Customer
    from followups.domain.messages import Filled
    from followups.enums import MessageReason
    from followups.models import FollowUp
    from team.models import User


@dataclass(frozen=True, slots=True)
class Sheet:
    """The composer's page.

    `obstacle` is why this kind of message may not leave; `may_insist`: somebody who says why may send it
    nevertheless.
    """

    customer: Customer
    template: MessageTemplate | None
    kind: str
    language: str
    languages: list[str]
    subject: str
    body: str
    missing: list[str]
    obstacle: MessageReason | None
    sentence: str
    may_insist: bool


def letter_to_do(followup: FollowUp) -> StepRun | None:
    """A letter of a playbook for this answer that somebody has to send: another one would be one too many."""
    letters = StepRun.objects.tasks().filter(kind=StepKind.MESSAGE, run__response=followup.response_id)
    return letters.order_by("due_at", "pk").first()


def offered(followup: FollowUp) -> QuerySet[MessageTemplate]:
    """Templates for this answer's band or for all, those of the band first, personal ones before others."""
    band = followup.response.band.value
    rank = Case(When(band=band, then=Value(0)), default=Value(1), output_field=IntegerField())
    personal = Case(
        When(kind=MessageKind.PERSONAL, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = MessageTemplate.objects.filter(is_active=True, band__in=["", band]).exclude(texts=None)
    return rows.order_by(rank, personal, "name").distinct()


def sheet(
    *, followup: FollowUp, author: User, template: MessageTemplate | None, language: str, now: datetime
) -> Sheet:
    """The letter as it would be with this template, in this language or the customer's own."""
    customer = followup.customer
    if customer is None:
        raise ValueError("nobody is known behind this follow-up")
    kind = template.kind if template else MessageKind.PERSONAL.value
    found: Filled | None = None
    if template:
        found = messages.fill(
            template=template,
            customer=customer,
            response=followup.response,
            author=author,
            language=language or None,
            now=now,
        )
    obstacle = messages.why_not(customer=customer, kind=kind, response=followup.response, now=now)
    return Sheet(
        customer=customer,
        template=template,
        kind=kind,
        language=found.language if found else customer.language,
        languages=sorted(text.language for text in template.texts.all()) if template else [],
        subject=found.subject if found else "",
        body=found.body if found else "",
        missing=found.missing if found else [],
        obstacle=obstacle,
        sentence=refusing.sentence(obstacle) if obstacle else "",
        may_insist=obstacle is not None and refusing.may_insist(kind, obstacle),
    )
