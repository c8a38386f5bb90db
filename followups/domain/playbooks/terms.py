"""What a step asks for, as it stood when its run began: a change of the playbook leaves runs alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Self

from followups.enums import Delay, OnlyIf, StepKind, WaitsFor, Worker
from followups.models import MessageTemplate

if TYPE_CHECKING:
    from followups.models import Step, StepRun


@dataclass(frozen=True, slots=True)
class Terms:
    """The columns of a step besides its kind and its words. `person` and `template` are ids."""

    waits_for: str = WaitsFor.START
    delay: int = 0
    delay_unit: str = Delay.HOURS
    give_up_days: int = 60
    only_if: str = OnlyIf.ALWAYS
    worker: str = Worker.OWNER
    person: int | None = None
    due_days: int = 3
    template: int | None = None
    is_reviewed: bool = True
    settings: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_step(cls, step: Step) -> Self:
        """The terms of a playbook's step as it is now."""
        return cls(
            waits_for=str(step.waits_for),
            delay=step.delay,
            delay_unit=str(step.delay_unit),
            give_up_days=step.give_up_days,
            only_if=str(step.only_if),
            worker=str(step.worker),
            person=step.person_id,
            due_days=step.due_days,
            template=step.template_id,
            is_reviewed=step.is_reviewed,
            settings=dict(step.settings),
        )

    @classmethod
    def of_run(cls, step_run: StepRun) -> Self:
        """The terms with which a step's run began."""
        known = {name: step_run.terms[name] for name in cls.__dataclass_fields__ if name in step_run.terms}
        return cls(**known)

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def template_of(step_run: StepRun) -> MessageTemplate | None:
    """The template that a step writes with; None for other kinds, and where it was deleted since."""
    pk = Terms.of_run(step_run).template
    if step_run.kind != StepKind.MESSAGE or pk is None:
        return None
    return MessageTemplate.objects.filter(pk=pk).first()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
