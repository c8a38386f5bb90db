"""Answers that staff write down: somebody said their score on the phone.

It is a survey like any other: it answers the invitation that is open, or takes the contact's hold as a
mail would. What was entered is changed by a revision alone, with its reason on record.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from mailroom.enums import OutboxState
from responses.domain import latest, recording
from responses.enums import Channel, Origin
from responses.models import Response
from surveys.domain import texts, visits
from surveys.enums import CampaignChannel, CampaignState, Reason, ScheduleKind
from surveys.models import Campaign, Invitation, Survey
from team.domain import audit
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer
    from responses.domain.questions import Given
    from surveys.querysets import CampaignQuerySet
    from team.models import User

USUAL_NAME = "Entered by staff"


class NoSurvey(Exception):
    """There is no survey yet whose question could have been asked."""


class NotEntered(Exception):
    """The customer gave this answer themselves: nobody else changes it."""


class SomebodyElses(Exception):
    """Only who entered an answer, or a manager, corrects it."""


@dataclass(frozen=True)
class AskedLater(Exception):
    """The open invitation left after the call: an answer to it cannot be older."""

    left_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said, and when."""

    score: int
    reason: str
    contact_me: bool
    language: str
    at: datetime
    answers: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What an entry for one customer begins with.

    `campaign` is None where the first entry makes one. `answers` is the invitation that it answers;
    else `obstacle` says why they may not be asked now, as far as it is known before.
    """

    customer: Customer
    campaign: Campaign | None
    campaigns: tuple[Campaign, ...]
    survey: Survey | None
    answers: Invitation | None
    obstacle: str

    @property
    def known_survey(self) -> Survey:
        """The survey, where there is one. Raises NoSurvey."""
        if self.survey is None:
            raise NoSurvey
        return self.survey

    @property
    def language(self) -> str:
        """The customer's language, or the nearest that the survey has."""
        return texts.text_for(survey=self.known_survey, language=self.customer.language).language


def desk_for(*, customer: Customer, campaign: str, now: datetime) -> Desk:
    """What a page for an entry shows; `campaign` is the id that somebody chose, or empty."""
    running = tuple(campaigns())
    chosen = next((one for one in running if str(one.pk) == campaign), running[0] if running else None)
    row = open_invitation(customer=customer, now=now)
    survey = chosen.survey if chosen else usual_survey()
    if row is not None:
        survey = row.campaign.survey
    known = None if row else visits.obstacle(campaign=chosen, customer=customer, at=now)
    obstacle = sentence_of(known, customer) if known else ""
    return Desk(customer, chosen, running, survey, row, obstacle)


def sentence_of(refusal: visits.NotAskable, customer: Customer) -> str:
    """Why an entry is refused, in words for staff."""
    until = f" May be asked again from {refusal.until:%B %-d, %Y}." if refusal.until else ""
    if refusal.reason == Reason.QUIET_PERIOD:
        return f"{customer} was asked within the quiet period, and no survey of theirs is open.{until}"
    if refusal.reason == Reason.ACCOUNT_LIMIT:
        return f"Enough people of {customer.account} were asked lately.{until}"
    if refusal.reason == Reason.OUT_OF_AUDIENCE:
        return f"{customer} is not in the campaign’s stages or audience. Choose another campaign."
    return f"{customer} is not asked: {refusal.label.lower()}.{until}"


def campaigns() -> CampaignQuerySet:
    """The running campaigns under which staff may enter answers."""
    running = Campaign.objects.filter(state=CampaignState.ACTIVE, channel=CampaignChannel.MANUAL)
    return running.select_related("survey").order_by("name")


def usual_survey() -> Survey | None:
    """The survey that is asked when no campaign for entries exists yet."""
    return Survey.objects.filter(texts__isnull=False).order_by("pk").first()


def open_invitation(*, customer: Customer, now: datetime) -> Invitation | None:
    """The survey that reached them and is not answered, while its link is open; the newest one."""
    rows = Invitation.objects.filter(customer=customer, state=OutboxState.SENT, answered_at=None)
    for row in rows.select_related("campaign__survey").order_by("-sent_at")[:3]:
        closes_at = row.link_expires_at()
        if closes_at is not None and now < closes_at:
            return row
    return None


def enter(
    *, customer: Customer, campaign: Campaign | None, said: Said, actor: User, now: datetime
) -> Response:
    """Store what a customer said, under a campaign or under the usual one; audited.

    An open invitation is answered by it, whatever the campaign. Raises visits.NotAskable, AskedLater,
    NoSurvey, and what `recording.record` raises.
    """
    with transaction.atomic():
        row = open_invitation(customer=customer, now=now)
        if row is None:
            occasion = f"manual:{uuid.uuid4().hex}"
            asked_by = campaign or _usual_campaign(actor=actor, now=now)
            row = visits.ask(campaign=asked_by, customer=customer, occasion=occasion, at=said.at, now=now)
        elif row.sent_at and said.at < row.sent_at:
            raise AskedLater(row.sent_at)
        response = _record(row, said, started_at=said.at, now=now)
        facts = {"origin": Origin.STAFF, "channel": Channel.MANUAL, "answered_at": said.at}
        Response.objects.filter(pk=response.pk).update(entered_by=actor, **facts)
        Invitation.objects.filter(pk=row.pk).update(answered_at=said.at)
        latest.look_again(response=response)
        changes = {"score": said.score, "campaign": str(row.campaign), "answered_at": said.at.isoformat()}
        audit.log(actor=actor, action="response.enter", subject=response, now=now, changes=changes)
    response.refresh_from_db()
    return response


def may_revise(response: Response, actor: User) -> bool:
    """True for an entry of staff, to the one who entered it and to managers."""
    theirs = response.entered_by_id == actor.pk and actor.may(Role.REP)
    return response.origin == Origin.STAFF and (theirs or actor.may(Role.MANAGER))


def revise(*, response: Response, said: Said, why: str, actor: User, now: datetime) -> bool:
    """Correct an entry by a new version; False when it says the same. Every version stays; audited.

    When it was said stays as it is. Raises NotEntered, SomebodyElses, recording.LinkExpired.
    """
    if response.origin != Origin.STAFF or response.invitation_id is None:
        raise NotEntered
    if not may_revise(response, actor):
        raise SomebodyElses
    with transaction.atomic():
        before = Response.objects.select_related("invitation").get(pk=response.pk)
        after = _record(before.invitation, said, started_at=before.answered_at, now=now)
        names = ("score", "reason", "contact_me")
        differing = [name for name in names if getattr(before, name) != getattr(after, name)]
        if not differing and before.revised_at == after.revised_at:
            return False
        # The words themselves are in the versions, which an erasure clears.
        told: dict[str, object] = {"changed": differing, "why": why}
        if "score" in differing:
            told["score"] = [before.score, after.score]
        audit.log(actor=actor, action="response.revise", subject=response, now=now, changes=told)
    response.refresh_from_db()
    return True


def _record(row: Invitation | None, said: Said, *, started_at: datetime, now: datetime) -> Response:
    if row is None:
        raise NotEntered
    return recording.record(
        invitation=row,
        score=said.score,
        reason=said.reason,
        contact_me=said.contact_me,
        language=said.language,
        started_at=started_at,
        now=now,
        answers=said.answers,
    )


def _usual_campaign(*, actor: User, now: datetime) -> Campaign:
    """The campaign of entries that nobody set up otherwise, made with the first of them."""
    known = campaigns().first()
    if known:
        return known
    survey = usual_survey()
    if survey is None:
        raise NoSurvey
    taken = set(Campaign.objects.filter(name__startswith=USUAL_NAME).values_list("name", flat=True))
    names = [USUAL_NAME, *(f"{USUAL_NAME} ({number})" for number in range(2, len(taken) + 2))]
    made = Campaign.objects.create(
        survey=survey,
        name=next(name for name in names if name not in taken),
        state=CampaignState.ACTIVE,
        channel=CampaignChannel.MANUAL,
        schedule_kind=ScheduleKind.NONE,
        activated_at=now,
        created_by=actor,
        created_at=now,
    )
    audit.log(actor=actor, action="campaign.create", subject=made, now=now)
    return made
