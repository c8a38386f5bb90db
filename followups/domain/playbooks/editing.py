"""Writing a playbook down: its conditions and its ordered steps, and what is still missing in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain.playbooks.fitting import Conditions, conditions_of
from followups.domain.playbooks.terms import Terms
from followups.enums import EndorsementKind, OnlyIf, PlaybookState, StepKind, WaitsFor, Worker
from followups.models import Playbook, Step
from responses.models import Theme
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from team.models import User


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as somebody writes it. `pk` is the stored step that it replaces, if it is one."""

    kind: str
    title: str
    text: str = ""
    terms: Terms = field(default_factory=Terms)
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole playbook as somebody writes it."""

    name: str
    description: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    group: str = ""
    position: int = 100
    steps: tuple[PlannedStep, ...] = ()
    starter: str = ""


class NameTaken(Exception):
    """Another playbook has this name."""


def create(*, plan: Plan, actor: User | None, now: datetime) -> Playbook:
    """A new draft. Raises NameTaken."""
    with transaction.atomic():
        if Playbook.objects.filter(name=plan.name).exists():
            raise NameTaken
        playbook = Playbook.objects.create(
            **_columns(plan), starter=plan.starter, created_by=actor, created_at=now
        )
        _write_parts(playbook, plan)
        audit.log(actor=actor, action="playbook.created", subject=playbook, now=now)
    return playbook


def change(*, playbook: Playbook, plan: Plan, actor: User, now: datetime) -> bool:
    """Write it anew; False when nothing is different. Runs keep the steps with which they began.

    One that is active holds by the new version for answers that come later. Raises NameTaken, and
    `Unfinished` when an active one would be left with something missing.
    """
    with transaction.atomic():
        row = Playbook.objects.select_for_update().get(pk=playbook.pk)
        if Playbook.objects.filter(name=plan.name).exclude(pk=row.pk).exists():
            raise NameTaken
        before = plan_of(row)
        if (problems := problems_in(plan)) and row.state != PlaybookState.DRAFT:
            raise Unfinished(problems)
        if _bare(before) == _bare(plan):
            return False
        for name, value in _columns(plan).items():
            setattr(row, name, value)
        row.version += 1
        if row.state == PlaybookState.ACTIVE and _who(before) != _who(plan):
            # Others begin it now, and not with what they said before.
            row.active_from = now
        row.save(update_fields=[*_columns(plan), "version", "active_from"])
        _write_parts(row, plan)
        changes = {"version": [row.version - 1, row.version], "steps": [len(before.steps), len(plan.steps)]}
        audit.log(actor=actor, action="playbook.changed", subject=row, now=now, changes=changes)
    return True


class Unfinished(Exception):
    """A playbook at work cannot be left with something missing; `problems` are sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def plan_of(playbook: Playbook) -> Plan:
    """As it is stored."""
    return Plan(
        name=playbook.name,
        description=playbook.description,
        conditions=conditions_of(playbook),
        group=playbook.group,
        position=playbook.position,
        steps=tuple(
            PlannedStep(step.kind, step.title, step.text, Terms.of_step(step), step.pk)
            for step in playbook.steps.order_by("position", "pk")
        ),
        starter=playbook.starter,
    )


def problems_of(playbook: Playbook) -> list[str]:
    """What is missing before it can begin, in sentences."""
    return problems_in(plan_of(playbook))


def problems_in(plan: Plan) -> list[str]:
    """What is missing, in sentences; empty when it is complete."""
    if not plan.steps:
        return ["It has no step yet."]
    return [
        f"Step {number}: {problem}"
        for number, step in enumerate(plan.steps, start=1)
        for problem in _problems(step, number)
    ]


def free_name(name: str) -> str:
    """A name that nobody has: "Ask for a review (2)"."""
    number = 2
    while Playbook.objects.filter(name=f"{name[:110]} ({number})").exists():
        number += 1
    return f"{name[:110]} ({number})"


def _problems(step: PlannedStep, number: int) -> list[str]:
    terms, found = step.terms, []
    if not step.title.strip():
        found.append("give it a title.")
    if step.kind == StepKind.MESSAGE and terms.template is None:
        found.append("choose a template.")
    if step.kind == StepKind.ENDORSEMENT and terms.settings.get("endorsement") not in EndorsementKind.values:
        found.append("say what they are asked for.")
    if step.kind == StepKind.TAG and not Theme.objects.filter(code=terms.settings.get("theme", "")).exists():
        found.append("choose a theme.")
    if terms.worker == Worker.PERSON and terms.person is None and _needs_worker(step):
        found.append("choose the person.")
    if terms.waits_for == WaitsFor.PREVIOUS and number == 1:
        found.append("it is the first, so there is no step before it.")
    if terms.only_if == OnlyIf.RESOLVED_WELL and terms.waits_for != WaitsFor.RESOLUTION:
        found.append("it asks how it was resolved, so let it wait for the resolution.")
    return found


def _who(plan: Plan) -> tuple[object, ...]:
    return plan.conditions, plan.group


def _needs_worker(step: PlannedStep) -> bool:
    if step.kind == StepKind.MESSAGE:
        return step.terms.is_reviewed
    if step.kind == StepKind.NOTIFY:
        return not step.terms.settings.get("people")
    return step.kind in (StepKind.TASK, StepKind.PLAN, StepKind.ENDORSEMENT)


def _columns(plan: Plan) -> dict[str, Any]:
    conditions = plan.conditions
    return {
        "name": plan.name,
        "description": plan.description,
        "band": conditions.band,
        "stages": list(conditions.stages),
        "least_value": conditions.least_value,
        "currency": conditions.currency,
        "renewal_days": conditions.renewal_days,
        "group": plan.group,
        "position": plan.position,
    }


def _write_parts(playbook: Playbook, plan: Plan) -> None:
    playbook.themes.set(plan.conditions.themes)
    kept = {step.pk for step in plan.steps if step.pk}
    playbook.steps.exclude(pk__in=kept).delete()
    own = set(playbook.steps.values_list("pk", flat=True))
    for position, step in enumerate(plan.steps, start=1):
        terms = step.terms
        facts: dict[str, Any] = {
            "position": position,
            "kind": step.kind,
            "title": step.title,
            "text": step.text,
            "waits_for": terms.waits_for,
            "delay": terms.delay,
            "delay_unit": terms.delay_unit,
            "give_up_days": terms.give_up_days,
            "only_if": terms.only_if,
            "worker": terms.worker,
            "person_id": terms.person,
            "due_days": terms.due_days,
            "template_id": terms.template,
            "is_reviewed": terms.is_reviewed,
            "settings": terms.settings,
        }
        if step.pk in own:
            playbook.steps.filter(pk=step.pk).update(**facts)
        else:
            Step.objects.create(playbook=playbook, **facts)


def _bare(plan: Plan) -> tuple[Any, ...]:
    conditions = (plan.conditions, frozenset(plan.conditions.themes))
    steps = [(step.kind, step.title, step.text, step.terms.stored()) for step in plan.steps]
    return plan.name, plan.description, conditions, plan.group, plan.position, steps


def renamed(plan: Plan, name: str) -> Plan:
    """The same plan under another name."""
    return replace(plan, name=name)
