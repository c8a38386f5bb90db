"""Steps that the machine does itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from core.calendars import local_day
from customers.domain import cases
from followups.domain import notifying, planning_success, sla
from followups.domain.playbooks import links, people, settling, timing
from followups.domain.playbooks.terms import Terms
from followups.enums import NotificationKind, StepState
from followups.models import StepRun
from followups.signals import step_due
from responses.domain import support_case, themes
from responses.models import Theme

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.holding import Held


def reopen_case(held: Held, step: StepRun, now: datetime) -> None:
    """The case that the survey was about is open again; the helpdesk hears of it by webhook (G50)."""
    case = support_case.of(held.run.response)
    if case is None:
        _skip(held, step, "No support case belongs to this answer.", now, is_news=False)
    elif not cases.reopen(case=case, now=now):
        _skip(held, step, f"The case {case.external_id} is open already.", now, is_news=False)
    else:
        _done(held, step, now, reason=f"Case {case.external_id} is open again.")


def tag(held: Held, step: StepRun, now: datetime) -> None:
    """Give the answer a theme."""
    code = Terms.of_run(step).settings.get("theme", "")
    theme = Theme.objects.filter(code=code, is_active=True).first()
    if theme is None:
        _skip(held, step, "The theme is not used any more.", now)
        return
    themes.tag(response=held.run.response, theme=theme, actor=None, now=now)
    _done(held, step, now, reason=f"Tagged “{theme}”.")


def notify(held: Held, step: StepRun, now: datetime) -> None:
    """Tell people of the staff."""
    told = people.told(terms=Terms.of_run(step), run=held.run, followup=held.followup, now=now)
    for person in told:
        notifying.tell(
            recipient=person,
            kind=NotificationKind.PLAYBOOK,
            key=f"step:{step.pk}:{person.pk}",
            title=f"{step.title}: {held.run.response.who}",
            text=step.text,
            path=links.of_run(held.run),
            now=now,
            followup=held.followup,
            step_run=step,
        )
    if told:
        _done(held, step, now, reason=f"Told {', '.join(str(person) for person in told)}.")
    else:
        _skip(held, step, "Nobody is there to be told.", now)


def tell_program(held: Held, step: StepRun, now: datetime) -> None:
    """Tell other programs, once this is committed."""
    _done(held, step, now)
    transaction.on_commit(partial(step_due.send_robust, sender=StepRun, step_run_id=step.pk))


def plan(held: Held, step: StepRun, now: datetime) -> None:
    """An item of the customer's success plan (T15)."""
    terms = Terms.of_run(step)
    due = timing.on_day(start=now, days=terms.due_days)
    planning_success.add(
        customer=held.run.customer,
        title=step.title,
        owner=people.worker(terms=terms, run=held.run, followup=held.followup, now=now),
        due_on=local_day(due, sla.zone()),
        now=now,
        text=step.text,
        followup=held.followup,
        step_run=step,
    )
    _done(held, step, now)


def _done(held: Held, step: StepRun, now: datetime, *, reason: str = "") -> None:
    settling.close(held, step, StepState.DONE, now=now, reason=reason)


def _skip(held: Held, step: StepRun, reason: str, now: datetime, *, is_news: bool = True) -> None:
    settling.close(held, step, StepState.SKIPPED, now=now, reason=reason, is_news=is_news)
