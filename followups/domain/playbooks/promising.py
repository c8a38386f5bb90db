"""What a move will do, in one sentence, said before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.playbooks import counting, describing, editing
from followups.enums import PlaybookState

if TYPE_CHECKING:
    from followups.domain.playbooks.counting import RunCounts
    from followups.models import Playbook

MOVES = {
    PlaybookState.DRAFT: ("activate",),
    PlaybookState.ACTIVE: ("pause", "stop"),
    PlaybookState.PAUSED: ("resume", "stop"),
    PlaybookState.STOPPED: ("activate",),
}


def moves(playbook: Playbook) -> list[tuple[str, str]]:
    """What can be done with it now, each with what will happen."""
    counts = counting.of_playbooks([playbook.pk])[playbook.pk]
    return [(move, sentence(playbook, move, counts)) for move in MOVES[PlaybookState(playbook.state)]]


def sentence(playbook: Playbook, move: str, counts: RunCounts) -> str:
    """What one move will do."""
    plan = editing.plan_of(playbook)
    who = describing.audience(plan.conditions)
    steps = "this step" if len(plan.steps) == 1 else f"these {len(plan.steps)} steps"
    return {
        "activate": f"From now on every new answer of “{who}” begins {steps}. "
        "Answers that were given before do not.",
        "pause": f"No answer begins it any more, and {runs(counts.running, 'waits', 'wait')}: nothing "
        "leaves by itself. People keep the tasks that they have.",
        "resume": f"New answers begin it again, and {runs(counts.paused, 'goes on', 'go on')}; times "
        "move by as long as they waited. Answers of the meantime do not begin it.",
        "stop": f"No answer begins it any more, and {runs(counts.live, 'ends', 'end')}: planned "
        "messages are withdrawn, open tasks cancelled. What has left or was done stays.",
    }[move]


def on_saving(playbook: Playbook) -> str:
    """What saving means for what runs; empty for a draft that never ran."""
    counts = counting.of_playbooks([playbook.pk])[playbook.pk]
    later = "What you save holds for answers that come from now on."
    if counts.live:
        keeps = runs(counts.live, "keeps the steps with which it", "keep the steps with which they")
        return f"{keeps.capitalize()} began. {later}"
    return "" if playbook.state == PlaybookState.DRAFT else later


def runs(number: int, singular: str, plural: str) -> str:
    """A number of runs and what they do: "5 runs go on", "one run goes on", "no run goes on"."""
    return f"{number} runs {plural}" if number > 1 else f"{'one' if number else 'no'} run {singular}"
