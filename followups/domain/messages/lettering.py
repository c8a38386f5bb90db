"""The letter of a message: its words as they were written, in its author's name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from core import languages as codes
from core import links
from followups.domain.messages import mailnames
from followups.emails.messages import letter_form
from mailroom.domain.delivery import Unbuildable
from surveys import tokens
from surveys.domain.defaults import DEFAULTS
from surveys.emails import MailCannotBeBuilt, SenderNotUsable
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import Message
    from mailroom.domain.letters import Letter, LetterForm
    from team.models import User


class Lettering:
    """Keeps what the letters of one delivery share: the program."""

    @cached_property
    def program(self) -> Program:
        """The program as it was when the delivery began."""
        return Program.objects.current()

    def letter(self, row: Message, *, dated: datetime) -> Letter | Unbuildable:
        """The message's letter to the customer that `row` carries."""
        try:
            form = self._form(row)
            name = mailnames.name_of(row.pk)
            return form.prepared(now=dated).letter(recipient=row.customer.email, values={}, name=name)
        except (ValueError, MailCannotBeBuilt, SenderNotUsable) as why:
            return Unbuildable(str(why))

    def _form(self, row: Message) -> LetterForm:
        if row.contact_id is None:
            raise ValueError("a message without a contact has no unsubscribe link")
        url = links.absolute("public:unsubscribe", token=tokens.unsubscribe_token(row.contact_id))
        return form_of(
            subject=row.subject,
            body=row.body,
            kind=row.kind,
            language=row.language,
            author=row.author,
            program=self.program,
            unsubscribe_url=url,
        )


def form_of(
    *,
    subject: str,
    body: str,
    kind: str,
    language: str,
    author: User | None,
    program: Program,
    unsubscribe_url: str,
) -> LetterForm:
    """The form of a message that says just this. Raises MailCannotBeBuilt, SenderNotUsable."""
    ours = DEFAULTS[codes.matching(language, DEFAULTS) or "en"] if language else DEFAULTS["en"]
    return letter_form(
        subject=subject,
        body=body,
        kind=kind,
        language=language,
        author=author,
        program=program,
        unsubscribe_url=unsubscribe_url,
        unsubscribe=ours["unsubscribe"],
    )
