"""Storing a customer's answer, and every later version of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from core.calendars import quiet_until
from customers.domain import consent
from mailroom.enums import OutboxState
from responses.domain import latest
from responses.models import Response, Revision
from responses.signals import response_recorded, response_revised
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.dispatch import Signal


class LinkExpired(Exception):
    """The link closed before this answer came."""


class AnswerNotPossible(Exception):
    """The customer was erased: nothing of theirs is stored any more."""


@dataclass(frozen=True, slots=True)
class _Answer:
    score: int
    reason: str
    contact_me: bool

    def is_that_of(self, response: Response) -> bool:
        return asdict(self) == {name: getattr(response, name) for name in asdict(self)}


def record(
    *,
    invitation: Invitation,
    score: int,
    reason: str,
    contact_me: bool,
    language: str,
    started_at: datetime,
    now: datetime,
) -> Response:
    """Store what the holder of an invitation's link answered, then tell whoever listens.

    A second, different answer revises the first; the same one again changes nothing. Raises
    LinkExpired, AnswerNotPossible, and IntegrityError for a score outside 0 to 10.
    """
    answer = _Answer(score, reason, contact_me)
    with transaction.atomic():
        asked = _locked(invitation.pk)
        if asked.customer.erased_at is not None:
            raise AnswerNotPossible
        if _is_over(asked, now=now):
            raise LinkExpired
        if asked.answered_at is None:
            return _first(asked, answer, language=language, started_at=min(started_at, now), now=now)
        return _again(Response.objects.get(invitation=asked), answer, language=language, now=now)


def takes_answers(invitation: Invitation, *, now: datetime) -> bool:
    """True while the link's days last; a link whose mail is not known to have left stays open."""
    return invitation.customer.erased_at is None and not _is_over(invitation, now=now)


def _is_over(invitation: Invitation, *, now: datetime) -> bool:
    closes_at = invitation.link_expires_at()
    return closes_at is not None and now >= closes_at


def _locked(invitation_id: int) -> Invitation:
    # The customer first, as erasing does: two orders would be a deadlock.
    rows = Invitation.objects.select_for_update(of=("customer", "self"))
    return rows.select_related("customer", "campaign").get(pk=invitation_id)


def _first(
    asked: Invitation, answer: _Answer, *, language: str, started_at: datetime, now: datetime
) -> Response:
    customer = asked.customer
    response = Response.objects.create(
        invitation=asked,
        customer=customer,
        campaign=asked.campaign,
        language=language,
        stage=asked.stage or customer.stage,
        attributes=customer.attributes if asked.attributes is None else asked.attributes,
        answered_at=now,
        **asdict(answer),
    )
    Revision.objects.create(response=response, number=1, recorded_at=now, **asdict(answer))
    facts = {} if asked.state == OutboxState.SENT else _arrived(asked, now=now)
    Invitation.objects.filter(pk=asked.pk).update(answered_at=now, started_at=started_at, **facts)
    latest.note(response=response)
    _tell(response_recorded, response)
    return response


def _arrived(asked: Invitation, *, now: datetime) -> dict[str, Any]:
    """Whoever holds the link has had the mail, whatever the row believed; the quiet period runs from then."""
    sent_at = asked.attempt_started_at or now
    contact_id = asked.contact_id or asked.customer.contact_id
    if contact_id is not None:
        program = Program.objects.current()
        until = quiet_until(sent_at, program.quiet_months, ZoneInfo(program.time_zone))
        consent.raise_hold(contact_id=contact_id, until=until, asked_at=sent_at)
    return {"state": OutboxState.SENT, "reason": "", "sent_at": sent_at, "contact_id": contact_id}


def _again(response: Response, answer: _Answer, *, language: str, now: datetime) -> Response:
    if answer.is_that_of(response):
        return response
    last = Revision.objects.filter(response=response).aggregate(last=Max("number"))["last"] or 0
    Revision.objects.create(response=response, number=last + 1, recorded_at=now, **asdict(answer))
    for name, value in asdict(answer).items():
        setattr(response, name, value)
    response.language, response.revised_at = language, now
    response.save(update_fields=[*asdict(answer), "language", "revised_at"])
    latest.note(response=response)
    _tell(response_revised, response)
    return response


def _tell(signal: Signal, response: Response) -> None:
    # send_robust logs what a receiver raises; the sweeps of the rooms above repair what it left undone.
    transaction.on_commit(partial(signal.send_robust, sender=Response, response_id=response.pk))
