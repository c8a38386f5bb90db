"""What somebody needs to know who has a task: whose answer it is, what else is planned, what to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followups.domain import messages, sla
from followups.domain.playbooks import describing
from followups.domain.playbooks.terms import Terms, template_of
from followups.enums import StepState
from responses.models import Response
from team.enums import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.domain.messages import Filled
    from followups.enums import MessageReason
    from followups.models import MessageTemplate, StepRun
    from team.models import User

ANSWERS = 6


@dataclass(frozen=True, slots=True)
class Brief:
    """A task's page. `draft` is the letter to be edited; `refusal` why it may not leave."""

    why: str
    siblings: list[StepRun]
    answers: list[Response]
    renewal_on: date | None
    today: date
    is_open: bool
    may_work: bool
    template: MessageTemplate | None = None
    draft: Filled | None = None
    refusal: MessageReason | None = None


def of(*, step_run: StepRun, reader: User, now: datetime) -> Brief:
    """Read it all."""
    run = step_run.run
    customer, account = run.customer, run.customer.account
    is_open = step_run.state == StepState.READY
    is_theirs = step_run.assignee_id in (None, reader.pk) or reader.may(Role.MANAGER)
    may_work = is_open and is_theirs
    template = template_of(step_run)
    answers = Response.objects.counted().filter(customer=customer).order_by("-answered_at", "-pk")
    return Brief(
        why=why(step_run),
        siblings=list(run.steps.select_related("assignee").order_by("position")),
        answers=list(answers[:ANSWERS]),
        renewal_on=customer.renewal_on or (account.renewal_on if account else None),
        today=sla.today(now=now),
        is_open=is_open,
        may_work=may_work,
        template=template,
        draft=_draft(step_run, template, reader, now=now) if template and may_work else None,
        refusal=messages.why_not(customer=customer, kind=template.kind, response=run.response, now=now)
        if template and may_work
        else None,
    )


def why(step_run: StepRun) -> str:
    """Why it is recommended, in a sentence (T25)."""
    playbook = step_run.run.playbook
    terms = Terms.of_run(step_run)
    moment, condition = _lower(describing.when(terms)), describing.condition(terms)
    who = _lower(describing.whose(playbook))
    what = f"{moment}, {condition}" if condition else moment
    return f"“{playbook.name}” recommends it for {who}: {what}."


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _draft(step_run: StepRun, template: MessageTemplate, reader: User, *, now: datetime) -> Filled:
    run = step_run.run
    return messages.fill(
        template=template, customer=run.customer, response=run.response, author=reader, now=now
    )
