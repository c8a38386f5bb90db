"""A template as a customer would get it: a real one's answer, or a made-up one where there is none yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core import links
from core.scoring import Band, scores_of
from customers.models import Account, Customer
from followups.domain.messages import filling
from followups.domain.messages.lettering import form_of
from responses.models import Response
from surveys.emails import MailCannotBeBuilt, SenderNotUsable

if TYPE_CHECKING:
    from followups.models import MessageTemplate, MessageText
    from responses.querysets import ResponseQuerySet
    from team.models import Program, User

OFFERED: Final = 8
_SAMPLE_SCORES: Final = {Band.DETRACTOR.value: 3, Band.PASSIVE.value: 7, Band.PROMOTER.value: 10}


@dataclass(frozen=True, slots=True)
class Preview:
    """What an inbox shows, and the letter. `problem` says why there can be none."""

    sender: str = ""
    reply_to: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    missing: list[str] = field(default_factory=list)
    problem: str = ""


def of(*, text: MessageText, response: Response | None, author: User, program: Program) -> Preview:
    """The letter to whoever gave this answer; nothing is stored or sent."""
    template, answer = text.template, response or sample(text.template)
    customer = answer.customer or Customer()
    values = filling.values_for(template=template, customer=customer, response=answer, author=author)
    filled = filling.filled(text=text, values=values)
    try:
        form = form_of(
            subject=filled.subject,
            body=filled.body,
            kind=template.kind,
            language=text.language,
            author=author,
            program=program,
            unsubscribe_url=links.absolute_url("/"),
        )
    except (MailCannotBeBuilt, SenderNotUsable) as problem:
        return Preview(problem=str(problem))
    return Preview(
        sender=form.sender,
        reply_to=form.reply_to,
        recipient=customer.name or customer.email,
        subject=form.subject,
        text=form.text,
        missing=filled.missing,
    )


def answers(template: MessageTemplate) -> list[Response]:
    """The newest answers of people to whom the template might go."""
    rows = known_answers()
    if template.band:
        rows = rows.filter(score__in=scores_of(Band(template.band)))
    return list(rows.order_by("-answered_at", "-pk")[:OFFERED])


def known_answers() -> ResponseQuerySet:
    """Answers that count, of people who are known."""
    rows = Response.objects.counted().filter(customer__isnull=False, customer__erased_at=None)
    found: ResponseQuerySet = rows.select_related("customer__account")
    return found


def sample(template: MessageTemplate) -> Response:
    """An unsaved answer of somebody made up, in the template's band."""
    somebody = Customer(name="Maya Lindqvist", email="maya@customers.example")
    somebody.account = Account(name="Lindqvist Shipping")
    score = _SAMPLE_SCORES.get(template.band, 3)
    return Response(customer=somebody, score=score, reason="I waited three days for an answer.")
