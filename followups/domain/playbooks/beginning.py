"""An answer begins the playbooks that fit it: each once, whoever asks and how often."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from customers.models import Customer
from followups.domain.playbooks import ending, fitting, settling
from followups.domain.playbooks.holding import Held
from followups.domain.playbooks.terms import Terms
from followups.enums import RunState, StepState
from followups.models import FollowUp, Playbook, Run, StepRun
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

# How old the last words of an answer may be: so long a lost signal is made good for, too.
MISSED = timedelta(days=7)


def begin_for(*, response_id: int, now: datetime) -> list[Run]:
    """Begin what fits this answer as it stands now, and stop what a changed answer has overtaken.

    May be called any number of times, and by several at once. Of several playbooks of one group the first
    by position begins. An answer of long ago begins nothing, whatever is found in it today: a phrase added
    to a theme must not write to everybody who ever used it.
    """
    if not Playbook.objects.active().exists() and not Run.objects.filter(response=response_id).exists():
        return []
    with transaction.atomic():
        # The customer first, as recording and erasing do: two orders would be a deadlock.
        Customer.objects.select_for_update(of=("self",), no_key=True).filter(responses=response_id).first()
        Response.objects.select_for_update(no_key=True).filter(pk=response_id).first()
        response = fitting.able().filter(pk=response_id).first()
        if response is None:
            ending.stop_uncounted(response_id=response_id, now=now)
            return []
        # Playbooks before runs, as whoever pauses or stops one takes them.
        fitting_ones = _fitting(response, since=fitting.entered_band_at(response))
        ending.stop_overtaken(response=response, now=now)
        if not Response.objects.changed_since(now - MISSED).filter(pk=response_id).exists():
            return []
        # One after the other: what has begun takes the place of its group.
        return [
            _begin(playbook, response, now=now)
            for playbook in fitting_ones
            if not _is_taken(playbook, response)
        ]


def begin_missing(*, now: datetime) -> int:
    """Do what lost signals left undone in the last days; returns how many runs began.

    One answer's fault stops no other.
    """
    begun = 0
    for response_id in _missing(now=now):
        try:
            begun += len(begin_for(response_id=response_id, now=now))
        except Exception:
            logger.exception("The playbooks of response %s could not begin", response_id)
    return begun


def _fitting(response: Response, *, since: datetime) -> list[Playbook]:
    """The active playbooks that fit, first by position, locked: none is stopped while it begins."""
    found = []
    for pk in Playbook.objects.active().filter(active_from__lte=since).values_list("pk", flat=True):
        playbook = Playbook.objects.active().select_for_update().filter(pk=pk).first()
        if playbook and fitting.answers(fitting.conditions_of(playbook)).filter(pk=response.pk).exists():
            found.append(playbook)
    return found


def _is_taken(playbook: Playbook, response: Response) -> bool:
    runs = Run.objects.filter(response=response)
    if runs.filter(playbook=playbook).exists():
        return True
    of_group = runs.exclude(state=RunState.STOPPED).filter(playbook__group=playbook.group)
    return bool(playbook.group) and of_group.exists()


def _begin(playbook: Playbook, response: Response, *, now: datetime) -> Run:
    if response.customer is None:
        raise ValueError("an anonymous answer begins nothing")
    followup = FollowUp.objects.filter(response=response).first()
    run = Run.objects.create(
        playbook=playbook,
        response=response,
        customer=response.customer,
        followup=followup,
        version=playbook.version,
        started_at=now,
    )
    steps = [
        StepRun.objects.create(
            run=run,
            step=step,
            position=position,
            kind=step.kind,
            title=step.title,
            text=step.text,
            terms=Terms.of_step(step).stored(),
            state=StepState.WAITING,
        )
        for position, step in enumerate(playbook.steps.order_by("position", "pk"), start=1)
    ]
    held = Held(run, steps, followup)
    settling.settle(held, now=now)
    return run


def _missing(*, now: datetime) -> list[int]:
    """Answers of the last days that fit an active playbook which has not begun for them."""
    found: dict[int, None] = {}
    for playbook in Playbook.objects.active():
        since = max(now - MISSED, playbook.active_from or now)
        runs = Run.objects.filter(response=OuterRef("pk"), playbook=playbook)
        fit = fitting.answers(fitting.conditions_of(playbook)).changed_since(since)
        found.update(dict.fromkeys(fit.filter(~Exists(runs)).order_by("pk").values_list("pk", flat=True)))
    return list(found)
