"""Invitations as the mailroom sees them: what they say, and what follows from each outcome."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Coalesce, Greatest

from core import calendars
from customers.models import Contact, Customer
from mailroom.domain.delivery import Unbuildable
from mailroom.enums import OutboxState
from surveys import emails
from surveys.domain import texts
from surveys.models import Invitation, Survey, SurveyText
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.domain.letters import Letter, PreparedForm

NOT_SENT = (OutboxState.PLANNED, OutboxState.FAILED, OutboxState.SKIPPED)


class InvitationMailbag:
    """The mailroom's `Mailbag` for invitations. One bag, one delivery: it keeps what rows share."""

    model = Invitation

    def __init__(self) -> None:
        self.forms: dict[tuple[int, str], PreparedForm] = {}
        self.surveys: dict[int, Survey] = {}

    @cached_property
    def program(self) -> Program:
        """The program as it was when the delivery began."""
        return Program.objects.current()

    def sendable(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """Only rows whose contact has not refused since the claim."""
        # Not a join: an UPDATE with one would look its own rows up a second time.
        return rows.filter(Exists(Contact.objects.writable().filter(pk=OuterRef("contact_id"))))

    def refusals(self, rows: Sequence[Invitation]) -> Mapping[int, str]:
        """The block reason of each row whose contact refused."""
        blocked = Invitation.objects.filter(pk__in=[row.pk for row in rows]).exclude(
            contact__blocked_reason=""
        )
        return dict(blocked.values_list("pk", "contact__blocked_reason"))

    def compose(self, rows: Sequence[Invitation]) -> Iterator[Letter | Unbuildable]:
        """One letter a row, in the customer's language."""
        # Only what the letter says: whole customers, read again for each chunk, cost as much as sending.
        people = Customer.objects.only("email", "name", "language", "contact_id").in_bulk(
            [row.customer_id for row in rows]
        )
        for row in rows:
            row.customer = people[row.customer_id]
            yield self._letter(row)

    def settle(self, outcome: Mapping[OutboxState, Sequence[Invitation]], *, now: datetime) -> None:
        """Give holds back where nothing was sent; make them final, with the date, where it was."""
        for state, rows in outcome.items():
            if state in NOT_SENT:
                give_back(rows)
            elif state == OutboxState.SENT:
                self._asked(rows, now=now)

    def _letter(self, row: Invitation) -> Letter | Unbuildable:
        try:
            form = self._form(row)
            return form.letter(recipient=row.customer.email, values=emails.values_for(row))
        except (ValueError, emails.MailCannotBeBuilt, SurveyText.DoesNotExist) as problem:
            return Unbuildable(str(problem))

    def _form(self, row: Invitation) -> PreparedForm:
        key = row.campaign_id, row.customer.language
        if key not in self.forms:
            text = texts.text_for(survey=self._survey(row), language=row.customer.language)
            form = emails.letter_form(text=text, program=self.program)
            self.forms[key] = form.prepared(now=row.claimed_at or row.planned_at)
        return self.forms[key]

    def _survey(self, row: Invitation) -> Survey:
        if row.campaign_id not in self.surveys:
            self.surveys[row.campaign_id] = Survey.objects.get(campaigns=row.campaign_id)
        return self.surveys[row.campaign_id]

    def _asked(self, rows: Sequence[Invitation], *, now: datetime) -> None:
        zone = ZoneInfo(self.program.time_zone)
        hold = Value(calendars.quiet_until(now, self.program.quiet_months, zone))
        Contact.objects.filter(pk__in=[row.contact_id for row in rows if row.contact_id]).update(
            last_asked_at=now,
            next_survey_at=Greatest(Coalesce(F("next_survey_at"), hold), hold),
            hold_before=None,
            hold_token=None,
        )


def give_back(rows: Sequence[Invitation]) -> int:
    """Restore the holds that these rows' claim raised and that nobody raised since."""
    tokens = {row.claim_token for row in rows if row.claim_token}
    contacts = [row.contact_id for row in rows if row.contact_id]
    return Contact.objects.filter(pk__in=contacts, hold_token__in=tokens).update(
        next_survey_at=F("hold_before"), hold_before=None, hold_token=None
    )
