"""Who gets a follow-up, and the record of why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain import capacity, history, ranking
from followups.enums import ActivityKind
from followups.models import AssignmentDecision, FollowUp, Rep
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the machine chose (None: nobody has room), out of whom, and the next best."""

    chosen: ranking.Fit | None
    runner_up: ranking.Fit | None
    fits: list[ranking.Fit]
    owner_note: str


def assign(*, followup: FollowUp, now: datetime) -> bool:
    """Give a follow-up without an owner to whoever fits best and has room; say and keep why.

    False when nobody has room: it waits in the overflow queue then, a manager answers for it, and
    its clock runs. Call it inside the transaction that holds the follow-up's row.
    """
    choice = choose(followup=followup, now=now)
    chosen = User.objects.get(pk=choice.chosen.candidate.user_id) if choice.chosen else None
    accountable = None if chosen else _accountable(followup)
    FollowUp.objects.filter(pk=followup.pk).update(assignee=chosen, accountable=accountable)
    followup.assignee, followup.accountable = chosen, accountable
    _keep(followup, choice, now=now)
    if chosen is None:
        return False
    history.add(
        followup=followup,
        kind=ActivityKind.ASSIGNED,
        actor=None,
        now=now,
        facts={"to": chosen.pk, "to_name": str(chosen)},
    )
    return True


def choose(*, followup: FollowUp, now: datetime) -> Choice:
    """Rank who is there, and take a place of the best one who still has one."""
    needs = _needs(followup)
    people = [_candidate(rep) for rep in Rep.objects.with_room(now=now).select_related("user")]
    fits = ranking.rank(people, needs)
    position = _first_with_room(fits)
    chosen = None if position is None else fits[position]
    others = [fit for fit in fits if fit is not chosen]
    return Choice(chosen, others[0] if others else None, fits, _owner_note(needs, chosen, now=now))


def assign_overflow(*, now: datetime) -> int:
    """Hand out what waits in the overflow queue, the weightiest first, while somebody has room.

    Follow-ups whose owner may no longer log in, or no longer works follow-ups, are handed out anew.
    """
    _release_of_the_gone(now=now)
    assigned = 0
    waiting = FollowUp.objects.overflow().order_by("-priority", "contact_due_at", "pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        if not Rep.objects.with_room(now=now).exists():
            break
        with transaction.atomic():
            followup = FollowUp.objects.overflow().select_for_update().filter(pk=pk).first()
            assigned += bool(followup and assign(followup=followup, now=now))
    return assigned


def _release_of_the_gone(*, now: datetime) -> None:
    able = Rep.objects.able().values("user")
    orphans = FollowUp.objects.unfinished().exclude(assignee=None).exclude(assignee__in=able)
    for followup in orphans.select_related("assignee"):
        with transaction.atomic():
            released = orphans.filter(pk=followup.pk, assignee=followup.assignee_id)
            if not released.update(assignee=None, accountable=_accountable(followup)):
                continue
            capacity.move(leaves=followup.assignee_id)
            history.add(
                followup=followup,
                kind=ActivityKind.ASSIGNED,
                actor=None,
                now=now,
                facts={"from_name": str(followup.assignee), "to": None},
            )


def _needs(followup: FollowUp) -> ranking.Needs:
    customer = followup.customer
    account = customer.account if customer else None
    return ranking.Needs(
        account_manager=account.manager_id if account else None,
        language=followup.response.language or (customer.language if customer else ""),
    )


def _candidate(rep: Rep) -> ranking.Candidate:
    return ranking.Candidate(rep.user_id, str(rep.user), rep.load, rep.capacity, tuple(rep.languages))


def _first_with_room(fits: Sequence[ranking.Fit]) -> int | None:
    """The place of the first whose capacity could be taken: the count decides, not what we read."""
    for position, fit in enumerate(fits):
        if capacity.reserve(user_id=fit.candidate.user_id):
            return position
    return None


def _owner_note(needs: ranking.Needs, chosen: ranking.Fit | None, *, now: datetime) -> str:
    """Why the account's own manager did not get it."""
    if needs.account_manager is None or (chosen and chosen.traits["account_owner"]):
        return ""
    owner = User.objects.get(pk=needs.account_manager)
    rep = Rep.objects.able().filter(user=owner).first()
    if rep is None or not rep.capacity:
        return f"{owner} owns the account but takes no follow-ups"
    if rep.is_away(now=now):
        return f"{owner} owns the account but is away"
    return f"{owner} owns the account but is full ({rep.load} of {rep.capacity} open)"


def _accountable(followup: FollowUp) -> User | None:
    """The manager who answers for a follow-up without an owner: the account manager's, else the first."""
    account = followup.customer.account if followup.customer else None
    own: User | None = account.manager.manager if account and account.manager else None
    if own and own.may(Role.MANAGER):
        return own
    managers = User.objects.managers().order_by("pk")
    first: User | None = managers.filter(role=Role.MANAGER).first() or managers.first()
    return first


def _keep(followup: FollowUp, choice: Choice, *, now: datetime) -> AssignmentDecision:
    chosen, runner_up = choice.chosen, choice.runner_up
    return AssignmentDecision.objects.create(
        followup=followup,
        decided_at=now,
        chosen_id=chosen.candidate.user_id if chosen else None,
        runner_up_id=runner_up.candidate.user_id if runner_up else None,
        scores=[fit.stored() for fit in choice.fits],
        sentence=_sentence(followup, choice)[:400],
    )


def _sentence(followup: FollowUp, choice: Choice) -> str:
    parts: list[Any] = []
    if choice.chosen:
        parts.append(f"{choice.chosen.candidate.name}: {choice.chosen.words()}")
        parts.append(
            f"next best: {choice.runner_up.candidate.name}" if choice.runner_up else "nobody else has room"
        )
    else:
        parts.append("Nobody has room")
        parts.append(f"{followup.accountable or 'No manager'} answers for it until somebody has")
    parts.append(choice.owner_note)
    return "; ".join(part for part in parts if part) + "."
