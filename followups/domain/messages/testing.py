"""A template to oneself, as a customer would get it: through the real transport, and on no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import links
from followups.domain.messages import filling, previewing
from followups.domain.messages.lettering import form_of
from mailroom.domain.transports import Kind, open_transport
from surveys.domain.testing import MARK, TestNotSent

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import MessageText
    from responses.models import Response
    from team.models import Program, User

__all__ = ["TestNotSent", "send"]


def send(
    *, text: MessageText, response: Response | None, program: Program, user: User, now: datetime
) -> None:
    """Send the stored words to this person's own address, filled as the preview is, the subject marked.

    No transaction may be open. Raises TestNotSent, MailCannotBeBuilt, SenderNotUsable.
    """
    answer = response or previewing.sample(text.template)
    if answer.customer is None:
        raise TestNotSent("Nobody is known to have given this answer.")
    values = filling.values_for(
        template=text.template, customer=answer.customer, response=answer, author=user
    )
    filled = filling.filled(text=text, values=values)
    form = form_of(
        subject=f"{MARK} {filled.subject}",
        body=filled.body,
        kind=text.template.kind,
        language=text.language,
        author=user,
        program=program,
        unsubscribe_url=links.absolute_url("/"),
    )
    letter = form.prepared(now=now).letter(recipient=user.email, values={})
    with open_transport() as transport:
        verdict = transport.send(letter)
    if verdict.kind is not Kind.ACCEPTED:
        raise TestNotSent(f"The test was not sent: {verdict.detail or 'the mail server did not take it.'}")
