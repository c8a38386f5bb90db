"""A survey's mail to oneself, as its customers get it: through the real transport, and never counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailroom.domain.transports import Kind, open_transport
from surveys import emails
from surveys.domain import lettering

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Survey, SurveyText
    from team.models import Program, User

MARK = "[Test]"
_OUTCOMES = {
    Kind.REFUSED: "The mail server refused the mail",
    Kind.RETRY: "The mail could not be sent just now",
    Kind.UNKNOWN: "Nobody can say whether the mail was sent",
}


class TestNotSent(Exception):
    """The mail did not leave, or may not have left; the message says why, for people."""

    __test__ = False


def send(
    *,
    survey: Survey,
    text: SurveyText,
    program: Program,
    user: User,
    now: datetime,
    variant: str = "",
    reminder: int = 0,
) -> None:
    """Send the mail to this person's own address, its subject marked, its links signed to store nothing.

    No transaction may be open. Raises TestNotSent, and what emails.letter_form raises.
    """
    form = lettering.form_of(text=text, program=program, survey=survey, variant=variant, reminder=reminder)
    marked = replace(form, subject=f"{MARK} {form.subject}").prepared(now=now)
    values = emails.trial_values(survey=survey, user=user, now=now)
    letter = marked.letter(recipient=user.email, values=values)
    with open_transport() as transport:
        verdict = transport.send(letter)
    if verdict.kind is not Kind.ACCEPTED:
        said = f": {verdict.detail}" if verdict.detail else "."
        raise TestNotSent(f"{_OUTCOMES[verdict.kind]}{said}")
