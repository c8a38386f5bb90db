"""A detractor's answer becomes a follow-up: once, with deadlines, a priority and an owner."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction

from customers.models import Customer
from followups.domain import alarms, assignment, history, priority, queries, revising, sla
from followups.domain.working import CannotWork, Refused
from followups.enums import ActivityKind
from followups.models import Exemption, FollowUp
from responses.models import Response
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import SlaPolicy
    from team.models import User

logger = logging.getLogger(__name__)

OWNERS = "customer__account__manager__manager"


class NobodyToCall(Refused):
    """Nobody is known behind the answer, or they were erased."""


class ReasonMissing(Refused):
    """Who opens a follow-up for an answer that owes none says why."""


def open_for(*, response_id: int, now: datetime) -> FollowUp | None:
    """The follow-up of this answer, opened now if it is owed and missing; None when none is owed.

    An answer whose policy opens none is exempt from then on, with the policy's reason. May be called any
    number of times and by any number of callers at once: the answer's row is locked and the answer can
    have one follow-up only.
    """
    with transaction.atomic():
        _lock(response_id)
        existing = FollowUp.objects.filter(response=response_id).first()
        if existing:
            return existing
        response = queries.owing(now=now).filter(pk=response_id).select_related(OWNERS).first()
        if response is None:
            return None
        policy = sla.policy_for(response=response)
        if policy.exempts:
            _exempt(response, policy, now=now)
            return None
        Exemption.objects.filter(response=response).delete()
        return _open(response, policy, now=now)


def open_by_hand(*, response: Response, actor: User, reason: str, now: datetime) -> FollowUp:
    """A follow-up for any answer that somebody wants one for: a promoter's too, or one that is exempt.

    Its policy is the first that fits and opens follow-ups. The one that exists already is returned as it is.
    Raises CannotWork, ReasonMissing, NobodyToCall.
    """
    if not actor.may(Role.REP):
        raise CannotWork(f"{actor} may not work follow-ups.")
    if not reason.strip():
        raise ReasonMissing("Say why this answer needs a follow-up.")
    with transaction.atomic():
        _lock(response.pk)
        existing = FollowUp.objects.filter(response=response).first()
        if existing:
            return existing
        row = Response.objects.select_related(OWNERS).get(pk=response.pk)
        if row.customer is None or row.customer.erased_at:
            raise NobodyToCall("Nobody is known behind this answer, so there is nobody to call.")
        Exemption.objects.filter(response=row).delete()
        policy = sla.policy_for(response=row, may_exempt=False)
        return _open(row, policy, actor=actor, reason=reason, now=now)


def open_missing(*, now: datetime) -> int:
    """Do what lost signals left undone; returns how many follow-ups were opened.

    One answer's fault stops no other; changed answers are noted too.
    """
    opened = 0
    for response_id in list(queries.owing(now=now).order_by("pk").values_list("pk", flat=True)):
        try:
            opened += open_for(response_id=response_id, now=now) is not None
        except Exception:
            logger.exception("The follow-up of response %s could not be opened", response_id)
    revising.note_missed(now=now)
    return opened


def _lock(response_id: int) -> None:
    # The customer first, as recording and erasing do: two orders would be a deadlock.
    Customer.objects.select_for_update(of=("self",), no_key=True).filter(responses=response_id).first()
    Response.objects.select_for_update(no_key=True).filter(pk=response_id).first()


def _exempt(response: Response, policy: SlaPolicy, *, now: datetime) -> None:
    facts = {"policy": policy, "reason": policy.exempt_reason, "at": now}
    Exemption.objects.update_or_create(response=response, defaults=facts)


def _open(
    response: Response, policy: SlaPolicy, *, now: datetime, actor: User | None = None, reason: str = ""
) -> FollowUp:
    due = sla.due_times(policy=policy, start=now, contact_wanted=response.contact_me)
    weighed = priority.of(response=response, now=now)
    followup = FollowUp.objects.create(
        response=response,
        customer=response.customer,
        opening_score=response.score,
        priority=weighed.points,
        priority_reasons=weighed.reasons,
        policy=policy,
        opened_by=actor,
        opened_at=now,
        changed_at=now,
        contact_due_at=due.contact,
        resolve_due_at=due.resolve,
    )
    alarms.rewind(followup)
    facts: dict[str, Any] = {"score": response.score, "version": revising.version_of(response)}
    facts |= {"by_hand": True} if actor else {}
    history.add(followup=followup, kind=ActivityKind.OPENED, actor=actor, now=now, note=reason, facts=facts)
    assignment.assign(followup=followup, now=now)
    return followup
