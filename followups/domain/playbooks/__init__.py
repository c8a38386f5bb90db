"""Playbooks at work: ``playbooks.begin_for(…)``, ``playbooks.advance(…)``, ``playbooks.finish(…)``.

An answer begins the playbooks that fit it, each once. The sweep does what is due, a step at a time, each in
its own transaction under the run's lock. What a run is to do was written down when it began.
"""

from followups.domain.playbooks.acts import (
    CannotHaveTask,
    NotYourTask,
    ReasonMissing,
    TaskOver,
    finish,
    hand_over,
    send,
    skip,
)
from followups.domain.playbooks.advancing import advance
from followups.domain.playbooks.beginning import begin_for, begin_missing
from followups.domain.playbooks.briefing import why
from followups.domain.playbooks.ending import pause_runs, resume_runs, stop_runs
from followups.domain.playbooks.recommending import next_steps
from followups.domain.playbooks.waking import look_again, look_again_at

__all__ = [
    "CannotHaveTask",
    "NotYourTask",
    "ReasonMissing",
    "TaskOver",
    "advance",
    "begin_for",
    "begin_missing",
    "finish",
    "hand_over",
    "look_again",
    "look_again_at",
    "next_steps",
    "pause_runs",
    "resume_runs",
    "send",
    "skip",
    "stop_runs",
    "why",
]
