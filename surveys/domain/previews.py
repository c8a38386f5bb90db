"""An invitation as its reader would see it, filled with a made-up customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys import emails
from surveys.domain import lettering

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import SurveyText
    from team.models import Program

READER = "maya@customers.example"


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail's subject and its two parts."""

    subject: str
    text: str
    html: str


def of(*, text: SurveyText, program: Program, now: datetime, variant: str = "", reminder: int = 0) -> Preview:
    """The mail in one language; nothing is stored or sent. Raises what emails.letter_form raises."""
    form = lettering.form_of(text=text, program=program, variant=variant, reminder=reminder)
    letter = form.prepared(now=now).letter(recipient=READER, values=emails.sample_values(program))
    message = letter.message()
    pages = [str(part[0]) for part in message.alternatives]
    return Preview(str(message.subject), str(message.body), pages[0] if pages else "")
