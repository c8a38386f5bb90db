"""Everything somebody needs to know before they pick up the phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followups.domain import sla
from responses.models import Response

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import Activity, AssignmentDecision, FollowUp

ANSWERS = 8


@dataclass(frozen=True, slots=True)
class Dossier:
    """A follow-up with its history, the choice of its owner and what the customer answered before."""

    followup: FollowUp
    lines: list[Activity]
    decision: AssignmentDecision | None
    answers: list[Response]
    renewal_on: date | None
    today: date

    @property
    def scores(self) -> list[int]:
        """The customer's scores, the oldest first (G84)."""
        return [answer.score for answer in reversed(self.answers)]


def of(*, followup: FollowUp, now: datetime) -> Dossier:
    """Read it all; the newest line of the history and the newest answer come first."""
    customer = followup.customer
    answers = Response.objects.counted().filter(customer=customer) if customer else Response.objects.none()
    account = customer.account if customer else None
    own = customer.renewal_on if customer else None
    return Dossier(
        followup=followup,
        lines=list(followup.activities.select_related("actor").order_by("-at", "-pk")),
        decision=_decision(followup),
        answers=list(answers.select_related("campaign").order_by("-answered_at", "-pk")[:ANSWERS]),
        renewal_on=own or (account.renewal_on if account else None),
        today=sla.today(now=now),
    )


def _decision(followup: FollowUp) -> AssignmentDecision | None:
    """The machine's last choice, where it still holds: a person's later decision explains itself."""
    latest = followup.decisions.select_related("chosen", "runner_up").first()
    return latest if latest and latest.chosen_id == followup.assignee_id else None
