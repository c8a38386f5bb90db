"""What a manager does with a playbook: activate, pause, resume, stop, duplicate, delete. All audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain.playbooks import editing, ending
from followups.enums import PlaybookState
from followups.models import Playbook, Step
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from team.models import User

STOPPED_WITH_IT = "The playbook was stopped."


class NotPossible(Exception):
    """The playbook is not in the state for this; the message says why, for people."""


class Incomplete(NotPossible):
    """Something is missing; `problems` are sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def activate(*, playbook: Playbook, actor: User, now: datetime) -> Playbook:
    """Begin with the answers that come from now on. Raises Incomplete, NotPossible."""
    if problems := editing.problems_of(playbook):
        raise Incomplete(problems)
    startable = [PlaybookState.DRAFT, PlaybookState.STOPPED]
    return _move(playbook, startable, PlaybookState.ACTIVE, actor=actor, now=now, active_from=now)


def pause(*, playbook: Playbook, actor: User, now: datetime) -> Playbook:
    """Begin no more and hold what runs: nothing leaves, people keep the tasks that they have."""
    with transaction.atomic():
        row = _move(playbook, [PlaybookState.ACTIVE], PlaybookState.PAUSED, actor=actor, now=now)
        ending.pause_all(playbook=row, now=now)
    return row


def resume(*, playbook: Playbook, actor: User, now: datetime) -> Playbook:
    """Begin again with answers from now on, and go on with the runs that were held with it.

    Of very many runs the sweep goes on with the rest.
    """
    row = _move(playbook, [PlaybookState.PAUSED], PlaybookState.ACTIVE, actor=actor, now=now, active_from=now)
    ending.resume_held(playbook=row, now=now)
    return row


def stop(*, playbook: Playbook, actor: User, now: datetime) -> Playbook:
    """Begin no more and end what runs: planned messages are withdrawn, open tasks cancelled.

    The runs end with it; of very many the sweep clears the rest away.
    """
    stoppable = [PlaybookState.ACTIVE, PlaybookState.PAUSED]
    with transaction.atomic():
        row = _move(playbook, stoppable, PlaybookState.STOPPED, actor=actor, now=now)
        ending.end_all(playbook=row, reason=STOPPED_WITH_IT, now=now)
    ending.clear_away(playbook=row, actor=actor, now=now)
    return row


def duplicate(*, playbook: Playbook, actor: User, now: datetime) -> Playbook:
    """The same once more, as a draft."""
    with transaction.atomic():
        themes, steps = list(playbook.themes.all()), list(playbook.steps.all())
        copy = Playbook.objects.get(pk=playbook.pk)
        copy.pk, copy.state, copy.active_from, copy.version = None, PlaybookState.DRAFT, None, 1
        copy.name, copy.created_by, copy.created_at = editing.free_name(playbook.name), actor, now
        copy.save(force_insert=True)
        copy.themes.set(themes)
        for step in steps:
            step.pk, step.playbook = None, copy
        Step.objects.bulk_create(steps)
        changes = {"from": str(playbook)}
        audit.log(actor=actor, action="playbook.duplicated", subject=copy, now=now, changes=changes)
    return copy


def delete(*, playbook: Playbook, actor: User, now: datetime) -> None:
    """Throw a draft away that never ran. Raises NotPossible for one with runs: its history stays."""
    with transaction.atomic():
        row = Playbook.objects.select_for_update().get(pk=playbook.pk)
        if row.state != PlaybookState.DRAFT or row.runs.exists():
            raise NotPossible("Only a draft that never ran can be deleted. Stop it instead.")
        audit.log(actor=actor, action="playbook.deleted", subject=row, now=now)
        row.delete()


def _move(
    playbook: Playbook,
    among: Sequence[PlaybookState],
    state: PlaybookState,
    *,
    actor: User,
    now: datetime,
    **fields: datetime,
) -> Playbook:
    with transaction.atomic():
        before = Playbook.objects.filter(pk=playbook.pk, state__in=among)
        if not before.update(state=state, **fields):
            row = Playbook.objects.get(pk=playbook.pk)
            raise NotPossible(f"This playbook is {row.get_state_display().lower()} already.")
        row = Playbook.objects.get(pk=playbook.pk)
        changes = {"state": [str(playbook.state), str(state)]}
        audit.log(actor=actor, action="playbook.state", subject=row, now=now, changes=changes)
    return row
