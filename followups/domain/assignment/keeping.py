"""The record of a choice: everybody's points, and a sentence that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.models import AssignmentDecision
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.assignment.choosing import Choice
    from followups.enums import DecisionCause
    from followups.models import FollowUp

LONGEST = 400


def keep(
    *, followup: FollowUp, choice: Choice, cause: DecisionCause, accountable: User | None, now: datetime
) -> AssignmentDecision:
    """Store who won, who came next, everybody's points and what each trait was worth."""
    runner_up = choice.runner_up
    return AssignmentDecision.objects.create(
        followup=followup,
        decided_at=now,
        cause=cause,
        chosen_id=choice.chosen_id,
        runner_up_id=runner_up.candidate.user_id if runner_up else None,
        scores=[fit.stored() for fit in choice.fits],
        rules={
            "points": dict(choice.points.by_trait),
            "labels": dict(choice.points.labels),
            "owner_first": choice.points.owner_first,
        },
        sentence=_sentence(choice, accountable)[:LONGEST],
    )


def accountable_for(followup: FollowUp) -> User | None:
    """The manager who answers for a follow-up without an owner: the account manager's, else the first."""
    account = followup.customer.account if followup.customer else None
    own: User | None = account.manager.manager if account and account.manager else None
    return own if own and own.may(Role.MANAGER) else first_manager()


def first_manager() -> User | None:
    """The manager who was here first; an admin where there is none."""
    managers = User.objects.managers().order_by("pk")
    first: User | None = managers.filter(role=Role.MANAGER).first() or managers.first()
    return first


def _sentence(choice: Choice, accountable: User | None) -> str:
    if choice.chosen:
        next_best = choice.runner_up
        parts = [
            f"{choice.chosen.candidate.name}: {choice.chosen.words()}",
            f"next best: {next_best.candidate.name}" if next_best else "nobody else has room",
        ]
    else:
        parts = ["Nobody has room", f"{accountable or 'No manager'} answers for it until somebody has"]
    return "; ".join(part for part in [*parts, choice.owner_note] if part) + "."
