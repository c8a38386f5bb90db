"""What a ready-made playbook is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from followups.domain.messages import starters as letters
from followups.domain.playbooks.editing import Plan, PlannedStep
from followups.domain.playbooks.terms import Terms

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.fitting import Conditions
    from team.models import User


@dataclass(frozen=True, slots=True)
class Sketch:
    """A step. `template` is the code of a ready-made message template."""

    kind: str
    title: str
    text: str = ""
    terms: Terms = field(default_factory=Terms)
    template: str = ""


@dataclass(frozen=True, slots=True)
class Starter:
    """A ready-made playbook: `summary` says what it is good for, in a sentence."""

    code: str
    name: str
    summary: str
    conditions: Conditions
    steps: tuple[Sketch, ...]
    group: str = ""
    position: int = 100

    def plan(self, *, actor: User | None, now: datetime) -> Plan:
        """The plan to be stored; missing templates are made."""
        steps = []
        for sketch in self.steps:
            template = letters.use(code=sketch.template, actor=actor, now=now) if sketch.template else None
            terms = replace(sketch.terms, template=template.pk if template else None)
            steps.append(PlannedStep(sketch.kind, sketch.title, sketch.text, terms))
        return Plan(
            name=self.name,
            description=self.summary,
            conditions=self.conditions,
            group=self.group,
            position=self.position,
            steps=tuple(steps),
            starter=self.code,
        )
