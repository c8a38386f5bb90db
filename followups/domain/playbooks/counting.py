"""How far playbooks are: their runs, and each step done, skipped and why (T56)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from followups.enums import RunState, StepState
from followups.models import Run, StepRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followups.models import Playbook

MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class RunCounts:
    """A playbook's runs by where they stand."""

    running: int = 0
    paused: int = 0
    done: int = 0
    stopped: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.running + self.paused + self.done + self.stopped

    @property
    def live(self) -> int:
        """Those that go on, or would."""
        return self.running + self.paused


@dataclass(slots=True)
class StepCounts:
    """One step over all runs of a playbook, by its title then."""

    position: int
    title: str
    kind: str
    by_state: dict[str, int] = field(default_factory=dict)
    # Why it was skipped or failed, the most frequent reason first.
    reasons: list[tuple[str, int]] = field(default_factory=list)

    def number(self, state: StepState) -> int:
        """How many are in a state."""
        return self.by_state.get(state, 0)

    @property
    def total(self) -> int:
        """In how many runs it stands."""
        return sum(self.by_state.values())

    @property
    def waiting(self) -> int:
        """Not yet its time."""
        return self.number(StepState.WAITING)

    @property
    def ready(self) -> int:
        """With a person."""
        return self.number(StepState.READY)

    @property
    def done(self) -> int:
        """Done."""
        return self.number(StepState.DONE)

    @property
    def left_out(self) -> int:
        """Skipped, cancelled or failed."""
        return sum(self.number(state) for state in (StepState.SKIPPED, StepState.CANCELLED, StepState.FAILED))


def of_playbooks(playbooks: Sequence[int]) -> dict[int, RunCounts]:
    """The runs of each of these playbooks, by id."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in playbooks}
    rows = Run.objects.filter(playbook__in=playbooks).order_by().values_list("playbook", "state")
    for pk, state, number in rows.annotate(number=Count("pk")):
        found[pk][state] = number
    return {
        pk: RunCounts(**{state.value: counts.get(state, 0) for state in RunState})
        for pk, counts in found.items()
    }


def of_steps(playbook: Playbook) -> list[StepCounts]:
    """Each step of the playbook over its runs of every version, in order."""
    rows = StepRun.objects.filter(run__playbook=playbook).order_by()
    counted = rows.values_list("position", "title", "kind", "state").annotate(number=Count("pk"))
    found: dict[tuple[int, str, str], StepCounts] = {}
    for position, title, kind, state, number in counted:
        step = found.setdefault((position, title, kind), StepCounts(position, title, kind))
        step.by_state[state] = number
    _add_reasons(playbook, found)
    return [found[key] for key in sorted(found)]


def _add_reasons(playbook: Playbook, found: dict[tuple[int, str, str], StepCounts]) -> None:
    ended = Q(state__in=[StepState.SKIPPED, StepState.CANCELLED, StepState.FAILED]) & ~Q(reason="")
    rows = StepRun.objects.filter(ended, run__playbook=playbook).order_by()
    counted = rows.values_list("position", "title", "kind", "reason").annotate(number=Count("pk"))
    reasons: dict[tuple[int, str, str], list[tuple[str, int]]] = defaultdict(list)
    for position, title, kind, reason, number in counted:
        reasons[position, title, kind].append((reason, number))
    for key, listed in reasons.items():
        found[key].reasons = sorted(listed, key=lambda pair: (-pair[1], pair[0]))[:MOST_REASONS]
