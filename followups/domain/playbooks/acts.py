"""What people do with a step that is theirs: done, skipped, given to somebody else, written and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import endorsing, messages
from followups.domain.playbooks import asking, holding, settling
from followups.domain.playbooks.doing import handing
from followups.domain.playbooks.terms import template_of
from followups.domain.playbooks.waking import BY_HAND
from followups.domain.working import Refused
from followups.enums import StepKind, StepState
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from followups.domain.playbooks.holding import Held
    from followups.models import Message, StepRun
    from team.models import User


class TaskOver(Refused):
    """Somebody did it already, or its playbook was stopped."""


class NotYourTask(Refused):
    """Somebody else has it to do."""


class ReasonMissing(Refused):
    """Whoever skips a step says why."""


class CannotHaveTask(Refused):
    """The person is not there, or only looks on."""


def finish(*, step_run: StepRun, actor: User, note: str, now: datetime) -> StepRun:
    """A person has done it. Raises TaskOver, NotYourTask."""
    with transaction.atomic():
        held, step = _mine(step_run, actor)
        if step.kind == StepKind.MESSAGE:
            note = note or "Done in another way than by this message."
        if step.kind == StepKind.ENDORSEMENT:
            endorsing.told(step_run=step, actor=actor, now=now)
        settling.close(held, step, StepState.DONE, now=now, actor=actor, note=note)
        settling.settle(held, now=now)
    return step


def skip(*, step_run: StepRun, actor: User, reason: str, now: datetime) -> StepRun:
    """A person decides against it, and says why. Raises ReasonMissing, TaskOver, NotYourTask."""
    if not reason.strip():
        raise ReasonMissing("Say why it is skipped.")
    with transaction.atomic():
        held, step = _mine(step_run, actor)
        settling.close(held, step, StepState.SKIPPED, now=now, actor=actor, reason=reason)
        settling.settle(held, now=now)
    return step


def hand_over(*, step_run: StepRun, to: User, actor: User, now: datetime) -> StepRun:
    """Give the task to somebody else; it stays with them whoever gets the follow-up.

    Raises CannotHaveTask, TaskOver, NotYourTask.
    """
    if not to.may(Role.REP):
        raise CannotHaveTask(f"{to} may not work on tasks.")
    with transaction.atomic():
        held, step = _mine(step_run, actor)
        if step.assignee_id != to.pk:
            step.assignee, step.terms = to, {**step.terms, BY_HAND: True}
            step.save(update_fields=["assignee", "terms"])
            handing.tell_worker(held, step, now=now)
    return step


def send(
    *, step_run: StepRun, actor: User, subject: str, body: str, nonce: UUID | None, now: datetime
) -> Message:
    """Send the message of a step as the person has edited it; the step is done with it (T27).

    Raises messages.NotAllowed when consent forbids it, TaskOver, NotYourTask.
    """
    with transaction.atomic():
        held, step = _mine(step_run, actor)
        template = template_of(step)
        if template is None:
            raise TaskOver("There is nothing to send: the template was deleted.")
        message = messages.write(
            customer=held.run.customer,
            subject=subject,
            body=body,
            kind=template.kind,
            author=actor,
            now=now,
            followup=held.followup,
            response=held.run.response,
            template=template,
            step_run=step,
            nonce=nonce,
        )
        asking.note(held, step, actor=actor, now=now)
        settling.close(held, step, StepState.DONE, now=now, actor=actor)
        settling.settle(held, now=now)
    return message


def _mine(step_run: StepRun, actor: User) -> tuple[Held, StepRun]:
    held = holding.hold(step_run.run_id)
    step = held.step(step_run.pk)
    if step.state != StepState.READY:
        by = f" by {step.finished_by}" if step.finished_by else ""
        raise TaskOver(f"This task is {step.get_state_display().lower()} already{by}.")
    is_free = step.assignee_id in (None, actor.pk) and actor.may(Role.REP)
    if not (is_free or actor.may(Role.MANAGER)):
        raise NotYourTask(f"{step.assignee} has this task.")
    return held, step
