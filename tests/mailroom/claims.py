"""Rows as a claim leaves them, and transports that do as they are told."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from surveys.models import Campaign, Invitation
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailroom.domain.letters import Letter

# The quiet period that the claim below raised, and the earlier one that it replaced.
HELD_UNTIL = calendars.quiet_until(NOW, 6, ZoneInfo("Europe/Berlin"))
HELD_BEFORE = NOW - timedelta(days=3)


def claim_of(count: int, *, campaign: Campaign | None = None, **columns: object) -> uuid.UUID:
    """Makes this many claimed invitations whose contacts are held; gives the claim's token."""
    token = uuid.uuid4()
    campaign = campaign or CampaignFactory.create()
    for _ in range(count):
        contact = ContactFactory.create(next_survey_at=HELD_UNTIL, hold_before=HELD_BEFORE, hold_token=token)
        customer = CustomerFactory.create(contact=contact)
        fields = {"state": OutboxState.CLAIMED, "claim_token": token, "claimed_at": NOW, **columns}
        InvitationFactory.create(campaign=campaign, customer=customer, contact=contact, **fields)
    return token


def only() -> Invitation:
    """The one invitation, with its contact."""
    return Invitation.objects.select_related("contact").get()


def hold_of(row: Invitation) -> tuple[datetime | None, datetime | None, uuid.UUID | None]:
    """The contact's hold: until when, what it replaced, whose it is."""
    contact = row.contact
    assert contact is not None
    contact.refresh_from_db()
    return contact.next_survey_at, contact.hold_before, contact.hold_token


def states() -> list[str]:
    """Every invitation's state, in the order of their making."""
    return list(Invitation.objects.order_by("pk").values_list("state", flat=True))


class Told:
    """A transport that gives these verdicts in turn, the last one for ever; an exception is raised."""

    def __init__(self, *verdicts: Verdict | BaseException) -> None:
        self.sent: list[str] = []
        self._verdicts: Sequence[Verdict | BaseException] = verdicts or [Verdict(Kind.ACCEPTED)]

    def send(self, letter: Letter) -> Verdict:
        verdict = self._verdicts[min(len(self.sent), len(self._verdicts) - 1)]
        self.sent.append(letter.recipient)
        if isinstance(verdict, BaseException):
            raise verdict
        return verdict
