"""Storing a customer's answer, and every later version of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from core.calendars import quiet_until
from customers.domain import consent
from mailroom.enums import OutboxState
from responses.domain import answers as extra
from responses.domain import latest, storing, themes
from responses.models import Response, Revision
from responses.signals import response_recorded, response_revised
from surveys.models import Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.dispatch import Signal

    from responses.domain.questions import Given
    from responses.domain.storing import Held


class LinkExpired(Exception):
    """The link closed before this answer came."""


class AnswerNotPossible(Exception):
    """The customer was erased: nothing of theirs is stored any more."""


class _Answer(NamedTuple):
    score: int
    reason: str
    contact_me: bool

    def is_that_of(self, response: Response) -> bool:
        return self == (response.score, response.reason, response.contact_me)


def record(
    *,
    invitation: Invitation,
    score: int,
    reason: str,
    contact_me: bool,
    language: str,
    started_at: datetime,
    now: datetime,
    answers: Sequence[Given] = (),
) -> Response:
    """Store what the holder of an invitation's link answered, then tell whoever listens.

    Of the invitation only the id counts; the row is read under a lock. `answers` are those to the extra
    questions: a blank one takes an earlier one back, a question that is not among them keeps what it has.
    A second, different answer revises the first; the same one again changes nothing. Raises LinkExpired,
    AnswerNotPossible, and IntegrityError for a score outside 0 to 10.
    """
    answer = _Answer(score, reason, contact_me)
    with transaction.atomic():
        held = storing.hold(invitation.pk)
        if held.is_erased:
            raise AnswerNotPossible
        if held.closes_at is not None and now >= held.closes_at:
            raise LinkExpired
        if held.answered_at is None:
            return _first(held, answer, answers, language, started_at=min(started_at, now), now=now)
        return _again(held, answer, answers, language, now=now)


def _first(
    held: Held,
    answer: _Answer,
    given: Sequence[Given],
    language: str,
    *,
    started_at: datetime,
    now: datetime,
) -> Response:
    response = Response(
        invitation_id=held.invitation_id,
        customer_id=held.customer_id,
        campaign_id=held.campaign_id,
        language=language,
        stage=held.stage,
        attributes=held.attributes,
        answered_at=now,
        **answer._asdict(),
    )
    storing.insert(response)
    said = extra.keep(response=response, given=given).snapshot if given else None
    storing.insert(Revision(response=response, number=1, recorded_at=now, answers=said, **answer._asdict()))
    facts = {} if held.state == OutboxState.SENT else _arrived(held, now=now)
    Invitation.objects.filter(pk=held.invitation_id).update(answered_at=now, started_at=started_at, **facts)
    latest.note(response=response, shown=held.last_answered_at)
    themes.read(response=response, now=now)
    _tell(response_recorded, response)
    return response


def _arrived(held: Held, *, now: datetime) -> dict[str, Any]:
    """Whoever holds the link has had the mail, whatever the row believed; the quiet period runs from then."""
    sent_at = held.attempt_started_at or now
    program = Program.objects.current()
    until = quiet_until(sent_at, program.quiet_months, ZoneInfo(program.time_zone))
    consent.asked(contact_ids=held.contact_ids, at=sent_at, until=until)
    return {"state": OutboxState.SENT, "reason": "", "sent_at": sent_at, "contact_id": held.contact_id}


def _again(held: Held, answer: _Answer, given: Sequence[Given], language: str, *, now: datetime) -> Response:
    response = Response.objects.get(invitation=held.invitation_id)
    said = extra.keep(response=response, given=given)
    if answer.is_that_of(response) and not said.changed:
        return response
    last = Revision.objects.filter(response=response).aggregate(last=Max("number"))["last"] or 0
    facts = {"recorded_at": now, "answers": said.snapshot, **answer._asdict()}
    storing.insert(Revision(response=response, number=last + 1, **facts))
    for name, value in answer._asdict().items():
        setattr(response, name, value)
    response.language, response.revised_at = language, now
    response.save(update_fields=[*answer._fields, "language", "revised_at"])
    latest.note(response=response, shown=held.last_answered_at)
    themes.read(response=response, now=now)
    _tell(response_revised, response)
    return response


def _tell(signal: Signal, response: Response) -> None:
    # send_robust logs what a receiver raises; the sweeps of the rooms above repair what it left undone.
    tell = partial(signal.send_robust, sender=Response, response_id=response.pk, score=response.score)
    transaction.on_commit(tell)
