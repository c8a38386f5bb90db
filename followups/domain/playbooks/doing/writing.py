"""Messages to the customer: by themselves, or as a draft that a person reads first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import messages
from followups.domain.playbooks import asking, settling
from followups.domain.playbooks.doing import handing
from followups.domain.playbooks.terms import Terms, template_of
from followups.enums import StepState

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held
    from followups.models import MessageTemplate, StepRun


def write(held: Held, step: StepRun, now: datetime) -> None:
    """Write the message, or hand the draft to a person. Where consent forbids it, skip and say so.

    A text with a gap does not leave by itself: a person fills it.
    """
    terms = Terms.of_run(step)
    template = template_of(step)
    if template is None:
        settling.close(held, step, StepState.SKIPPED, now=now, reason="Its template was deleted.")
        return
    run = held.run
    refusal = messages.why_not(customer=run.customer, kind=template.kind, response=run.response, now=now)
    if refusal is not None:
        settling.close(held, step, StepState.SKIPPED, now=now, reason=f"{refusal.label}.")
        return
    if terms.is_reviewed:
        handing.hand_out(held, step, now)
    else:
        _leave(held, step, template, now=now)


def _leave(held: Held, step: StepRun, template: MessageTemplate, *, now: datetime) -> None:
    run = held.run
    filled = messages.fill(
        template=template, customer=run.customer, response=run.response, author=None, now=now
    )
    if filled.missing:
        handing.hand_out(
            held, step, now, reason=f"A person fills in what is missing: {', '.join(filled.missing)}."
        )
        return
    messages.write(
        customer=run.customer,
        subject=filled.subject,
        body=filled.body,
        kind=template.kind,
        author=None,
        now=now,
        followup=held.followup,
        response=run.response,
        template=template,
        step_run=step,
        language=filled.language,
    )
    asking.note(held, step, actor=None, now=now)
    settling.close(held, step, StepState.DONE, now=now)
