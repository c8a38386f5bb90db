"""Who hears what playbooks tell other programs."""

from __future__ import annotations

from typing import Any

from followups.models import StepRun
from followups.signals import listeners_counted


def listeners() -> int:
    """How many other programs hear of steps that tell another program."""
    answers: list[tuple[Any, Any]] = listeners_counted.send(StepRun)
    return sum(count for _, count in answers)
