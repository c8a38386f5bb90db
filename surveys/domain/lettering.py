"""The letters of first mails and reminders: each form is made once for a delivery, then filled."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mailroom.domain.delivery import Unbuildable
from surveys import emails
from surveys.domain import mailnames, texts
from surveys.models import Survey, SurveyText
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from mailroom.domain.letters import Letter, LetterForm, PreparedForm
    from surveys.models import Invitation


def form_of(
    *, text: SurveyText, program: Program, survey: Survey | None = None, variant: str = "", reminder: int = 0
) -> LetterForm:
    """A first mail or a reminder in one language, with the words it leaves with. Raises as letter_form."""
    words = texts.reminding(text) if reminder else text
    return emails.letter_form(text=words, program=program, survey=survey, variant=variant, reminder=reminder)


class Lettering:
    """Keeps what letters share: the program, surveys with their words, prepared forms."""

    def __init__(self) -> None:
        self.forms: dict[tuple[int, str, str, int], PreparedForm] = {}
        self.surveys: dict[int, Survey] = {}

    @cached_property
    def program(self) -> Program:
        """The program as it was when the delivery began."""
        return Program.objects.current()

    def letter(self, row: Invitation, *, dated: datetime, reminder: int = 0) -> Letter | Unbuildable:
        """The invitation's letter, or one of its reminders, to the customer that `row` carries."""
        try:
            form = self._form(row, dated, reminder)
            name = mailnames.name_of(row.pk, reminder)
            return form.letter(recipient=row.customer.email, values=emails.values_for(row), name=name)
        except (ValueError, emails.MailCannotBeBuilt, emails.SenderNotUsable, SurveyText.DoesNotExist) as why:
            return Unbuildable(str(why))

    def _form(self, row: Invitation, dated: datetime, reminder: int) -> PreparedForm:
        key = row.campaign_id, row.customer.language, row.variant, reminder
        if key not in self.forms:
            survey = self._survey(row.campaign_id)
            form = form_of(
                text=texts.text_for(survey=survey, language=row.customer.language),
                program=self.program,
                survey=survey,
                variant=row.variant,
                reminder=reminder,
            )
            self.forms[key] = form.prepared(now=dated)
        return self.forms[key]

    def _survey(self, campaign_id: int) -> Survey:
        if campaign_id not in self.surveys:
            self.surveys[campaign_id] = Survey.objects.get(campaigns=campaign_id)
        return self.surveys[campaign_id]
