"""A template in a customer's language, with what is known about them in the place of its placeholders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core import languages as codes
from core import placeholders
from followups.models import MessageText
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from customers.models import Customer
    from followups.models import MessageTemplate
    from responses.models import Response
    from team.models import User

# What a placeholder stands for, for the people who write templates.
PLACEHOLDERS: Final = {
    "first_name": "The customer’s first name",
    "name": "The customer’s whole name",
    "account": "The company they belong to",
    "company": "Our own company",
    "product": "What the survey asked about",
    "score": "The score they gave",
    "reason": "The reason they gave, in their words",
    "rep_name": "Your name, or the program’s",
    "signature": "Your name, with our company below",
    "link": "The template’s link",
    "incentive": "The template’s incentive",
}
ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Filled:
    """A message as it would be sent. `missing` names what nobody knows and what has no fallback."""

    language: str
    subject: str
    body: str
    missing: list[str] = field(default_factory=list)


def fill(
    *,
    template: MessageTemplate,
    customer: Customer,
    response: Response | None,
    author: User | None,
    language: str | None = None,
    now: datetime,
) -> Filled:
    """The template's text for this customer, in `language`, else in theirs, else in English, else any.

    In one pass: braces that a customer typed are text. Raises MessageText.DoesNotExist for a template
    without texts.
    """
    values = values_for(template=template, customer=customer, response=response, author=author)
    spoken = language or customer.language or (response.language if response else "")
    text = text_for(texts=list(template.texts.all()), language=spoken)
    return filled(text=text, values=values)


def filled(*, text: MessageText, values: dict[str, str]) -> Filled:
    """The text with these values."""
    return Filled(
        language=text.language,
        subject=placeholders.clean_header(placeholders.fill(text.subject, values)),
        body=placeholders.fill(text.body, values),
        missing=_missing(text, values),
    )


def text_for(*, texts: Sequence[MessageText], language: str) -> MessageText:
    """The text for a reader of this language, else the English one, else the first."""
    if not texts:
        raise MessageText.DoesNotExist("This template has no text yet.")
    by_language = {text.language: text for text in texts}
    found = codes.matching(language, by_language) if language else None
    return by_language[found or codes.matching(ENGLISH, by_language) or texts[0].language]


def values_for(
    *,
    template: MessageTemplate | None,
    customer: Customer,
    response: Response | None,
    author: User | None,
) -> dict[str, str]:
    """A value for every placeholder; empty where nothing is known."""
    program = Program.objects.current()
    who = author.name if author else program.sender_name or program.company
    return {
        "first_name": customer.first_name,
        "name": customer.name,
        "account": customer.account.name if customer.account else "",
        "company": program.company,
        "product": program.asked_about,
        "score": str(response.score) if response else "",
        "reason": response.reason.strip() if response else "",
        "rep_name": who,
        "signature": "\n".join(dict.fromkeys(part for part in (who, program.company) if part)),
        "link": template.link if template else "",
        "incentive": template.incentive if template else "",
    }


def _missing(text: MessageText, values: dict[str, str]) -> list[str]:
    parts = placeholders.segments(f"{text.subject}\n{text.body}")
    empty = [
        part.name
        for part in parts
        if isinstance(part, placeholders.Placeholder)
        and not values.get(part.name, "").strip()
        and not part.fallback.strip()
    ]
    return list(dict.fromkeys(empty))
