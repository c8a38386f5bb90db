"""The whole form of a playbook, and its buttons that add, move and remove steps without saving."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from django.forms.utils import ErrorDict

from followups.domain.playbooks.editing import Plan, PlannedStep
from followups.domain.playbooks.terms import Terms
from followups.enums import StepKind, WaitsFor
from followups.forms.playbooks.conditions import ConditionsForm
from followups.forms.playbooks.step import StepForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from followups.models import Playbook

MOST_STEPS = 30
KEY = re.compile(r"[0-9]{1,3}", re.ASCII)
# What a new step is called until somebody says it better.
FIRST_TITLES = {
    StepKind.TASK: "",
    StepKind.MESSAGE: "Write to the customer",
    StepKind.REOPEN_CASE: "Reopen the support case",
    StepKind.TAG: "Tag the answer",
    StepKind.NOTIFY: "",
    StepKind.WEBHOOK: "Tell the CRM",
    StepKind.PLAN: "",
    StepKind.ENDORSEMENT: "Ask, and record the consent",
}


class Draft:
    """Conditions, and the steps in their order. `key` numbers a step's controls: `step-3-title`."""

    def __init__(
        self, conditions: ConditionsForm, steps: list[tuple[str, StepForm]], playbook: Playbook | None = None
    ) -> None:
        self.conditions, self.steps, self.playbook = conditions, steps, playbook

    @classmethod
    def of_plan(cls, plan: Plan, playbook: Playbook | None = None) -> Self:
        """As it is stored."""
        form = ConditionsForm(initial=ConditionsForm.initial_of(plan), playbook=playbook, auto_id="%s")
        return cls(
            form, [(str(key), _unbound(str(key), step)) for key, step in enumerate(plan.steps)], playbook
        )

    @classmethod
    def of_post(cls, data: QueryDict, playbook: Playbook | None = None) -> Self:
        """As it was sent: `steps` holds the keys in their order, each step's kind is `step-<key>-kind`."""
        steps = [
            (key, StepForm(data, prefix=_prefix(key), kind=kind, auto_id="%s"))
            for key in dict.fromkeys(data.getlist("steps")[:MOST_STEPS])
            if KEY.fullmatch(key) and (kind := data.get(f"{_prefix(key)}-kind", "")) in StepKind.values
        ]
        return cls(ConditionsForm(data, playbook=playbook, auto_id="%s"), steps, playbook)

    def act(self, act: str) -> None:
        """What a button asks: `add-task`, `up-2`, `down-2`, `remove-2`. Anything else changes nothing."""
        verb, _, what = act.partition("-")
        if verb == "add" and what in StepKind.values and len(self.steps) < MOST_STEPS:
            self._add(StepKind(what))
            return
        place = next((place for place, (key, _) in enumerate(self.steps) if key == what), None)
        if place is None:
            return
        if verb == "remove":
            del self.steps[place]
        elif verb in ("up", "down"):
            other = place + (1 if verb == "down" else -1)
            if 0 <= other < len(self.steps):
                self.steps[place], self.steps[other] = self.steps[other], self.steps[place]

    def is_valid(self) -> bool:
        """True when every field of every form is."""
        parts = [self.conditions.is_valid(), *(form.is_valid() for _, form in self.steps)]
        return all(parts)

    def quieten(self) -> None:
        """Show what was typed without what is wrong with it: nobody has asked to save yet."""
        for form in (self.conditions, *(form for _, form in self.steps)):
            # Where Django keeps what `errors` found; there is no public way to look at a form twice.
            vars(form)["_errors"] = ErrorDict()

    def plan(self) -> Plan:
        """The playbook as far as it is written."""
        facts: dict[str, Any] = self.conditions.facts()
        starter = self.playbook.starter if self.playbook else ""
        return Plan(**facts, steps=tuple(form.planned() for _, form in self.steps), starter=starter)

    def _add(self, kind: StepKind) -> None:
        key = str(max((int(key) for key, _ in self.steps), default=-1) + 1)
        waits_for = WaitsFor.PREVIOUS if self.steps else WaitsFor.START
        terms = Terms(waits_for=waits_for.value)
        self.steps.append((key, _unbound(key, PlannedStep(kind.value, FIRST_TITLES[kind], terms=terms))))


def _prefix(key: str) -> str:
    return f"step-{key}"


def _unbound(key: str, step: PlannedStep) -> StepForm:
    return StepForm(initial=StepForm.initial_of(step), prefix=_prefix(key), kind=step.kind, auto_id="%s")
