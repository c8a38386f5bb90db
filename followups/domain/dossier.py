"""Everything somebody needs to know before they pick up the phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from customers.domain import cases, usage
from followups.domain import planning_success, playbooks, recovering, sla
from followups.models import FollowUp, Message, PlanItem
from responses.domain import themes
from responses.models import Answer, Response

if TYPE_CHECKING:
    from datetime import date, datetime

    from customers.domain.usage import Metric
    from customers.models import Customer, SupportCase
    from followups.enums import Recovery
    from followups.models import Activity, AssignmentDecision, StepRun
    from responses.models import ResponseTheme, Theme

ANSWERS = 8
EARLIER = 5
CASES = 5
MESSAGES = 5
METRICS = 4


@dataclass(frozen=True, slots=True)
class Dossier:
    """A follow-up with its history, the choice of its owner and what is known of the customer."""

    followup: FollowUp
    lines: list[Activity]
    decision: AssignmentDecision | None
    answers: list[Response]
    renewal_on: date | None
    today: date
    tags: list[ResponseTheme]
    free_themes: list[Theme]
    extra: list[Answer]
    next_steps: list[StepRun]
    recovery: Recovery | None
    earlier: list[FollowUp] = field(default_factory=list)
    cases: list[SupportCase] = field(default_factory=list)
    usage: list[Metric] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    plan: list[PlanItem] = field(default_factory=list)

    @property
    def scores(self) -> list[int]:
        """The customer's scores, the oldest first (G84)."""
        return [answer.score for answer in reversed(self.answers)]


def of(*, followup: FollowUp, now: datetime) -> Dossier:
    """Read it all; the newest line of the history and the newest answer come first."""
    customer = followup.customer
    account = customer.account if customer else None
    own = customer.renewal_on if customer else None
    return Dossier(
        followup=followup,
        lines=list(followup.activities.select_related("actor").order_by("-at", "-pk")),
        decision=_decision(followup),
        answers=_answers(customer),
        renewal_on=own or (account.renewal_on if account else None),
        today=sla.today(now=now),
        tags=themes.links_of(followup.response),
        free_themes=themes.free_for(followup.response),
        extra=list(followup.response.answers.select_related("question")),
        next_steps=playbooks.next_steps(followup=followup, now=now),
        recovery=recovering.verdict(followup, now=now),
        **_around(followup, customer),
    )


def _answers(customer: Customer | None) -> list[Response]:
    answers = Response.objects.counted().filter(customer=customer) if customer else Response.objects.none()
    return list(answers.select_related("campaign").order_by("-answered_at", "-pk")[:ANSWERS])


def _around(followup: FollowUp, customer: Customer | None) -> dict[str, Any]:
    """What else there is of this customer, a few of each, the newest first."""
    if customer is None:
        return {}
    others = FollowUp.objects.filter(customer=customer).exclude(pk=followup.pk)
    return {
        "earlier": [*others.select_related("response", "assignee").order_by("-opened_at", "-pk")[:EARLIER]],
        "cases": [*cases.of_customer(customer)[:CASES]],
        "usage": usage.metrics_of(customer)[:METRICS],
        "messages": [*Message.objects.filter(customer=customer).select_related("author")[:MESSAGES]],
        "plan": [*planning_success.of_customer(customer)[:EARLIER]],
    }


def _decision(followup: FollowUp) -> AssignmentDecision | None:
    """The machine's last choice, where it still holds: a person's later decision explains itself."""
    latest = followup.decisions.select_related("chosen", "runner_up").first()
    return latest if latest and latest.chosen_id == followup.assignee_id else None
