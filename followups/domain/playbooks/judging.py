"""What must still be true when a step's time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.scoring import band_of
from followups.domain import talks
from followups.domain.playbooks.terms import Terms
from followups.enums import EndorsementState, FollowUpState, OnlyIf, Outcome, StepKind
from followups.models import Endorsement, Message
from mailroom.enums import OutboxState
from responses.enums import ResponseState

if TYPE_CHECKING:
    from collections.abc import Callable

    from followups.domain.playbooks.holding import Held
    from followups.models import StepRun

CONTENT = [Outcome.SOLVED, Outcome.IMPROVED]
NEVER_LEFT = [OutboxState.SKIPPED, OutboxState.CANCELLED, OutboxState.EXPIRED, OutboxState.FAILED]
OVER = [EndorsementState.WITHDRAWN]


def why_over(held: Held) -> str:
    """Why the whole run has no sense any more; empty when it has."""
    if held.run.customer.erased_at is not None:
        return "The customer was erased."
    if held.run.response.state != ResponseState.COUNTED:
        return "The answer is not counted any more."
    return ""


def why_not(held: Held, step: StepRun) -> str:
    """Why the step is not done now, in a sentence; empty when its condition holds."""
    condition = OnlyIf(Terms.of_run(step).only_if)
    return "" if CHECKS[condition](held, step) else REASONS[condition]


def _wants_contact(held: Held, step: StepRun) -> bool:
    return held.run.response.contact_me


def _not_contacted(held: Held, step: StepRun) -> bool:
    return held.followup is None or talks.first(held.followup) is None


def _unresolved(held: Held, step: StepRun) -> bool:
    return held.followup is None or not held.followup.is_closed


def _resolved_well(held: Held, step: StepRun) -> bool:
    row = held.followup
    return row is not None and row.state == FollowUpState.RESOLVED and row.outcome in CONTENT


def _same_band(held: Held, step: StepRun) -> bool:
    meant = held.run.playbook.band or band_of(_score_then(held))
    return held.run.response.band == meant


def _score_then(held: Held) -> int:
    """What the answer was when the run began."""
    versions = held.run.response.revisions.filter(recorded_at__lte=held.run.started_at)
    last = versions.order_by("-number").values_list("score", flat=True).first()
    return held.run.response.score if last is None else last


def _not_endorsed(held: Held, step: StepRun) -> bool:
    terms = Terms.of_run(step)
    customer = held.run.customer_id
    if kind := terms.settings.get("endorsement"):
        asked = Endorsement.objects.filter(customer=customer, kind=kind).exclude(state__in=OVER)
        if asked.exclude(step_run__run=held.run).exists():
            return False
    if step.kind != StepKind.MESSAGE:
        return True
    written = Message.objects.filter(customer=customer, template=terms.template)
    return not written.exclude(state__in=NEVER_LEFT).exclude(step_run__run=held.run).exists()


CHECKS: dict[OnlyIf, Callable[[Held, StepRun], bool]] = {
    OnlyIf.ALWAYS: lambda held, step: True,
    OnlyIf.WANTS_CONTACT: _wants_contact,
    OnlyIf.NOT_CONTACTED: _not_contacted,
    OnlyIf.UNRESOLVED: _unresolved,
    OnlyIf.RESOLVED_WELL: _resolved_well,
    OnlyIf.SAME_BAND: _same_band,
    OnlyIf.NOT_ENDORSED: _not_endorsed,
}
REASONS = {
    OnlyIf.ALWAYS: "",
    OnlyIf.WANTS_CONTACT: "The customer does not want to be contacted.",
    OnlyIf.NOT_CONTACTED: "The customer has been contacted by then.",
    OnlyIf.UNRESOLVED: "The follow-up is closed by then.",
    OnlyIf.RESOLVED_WELL: "The follow-up was not resolved to the customer’s content.",
    OnlyIf.SAME_BAND: "The answer is in another band by then.",
    OnlyIf.NOT_ENDORSED: "They have been asked for this before.",
}
