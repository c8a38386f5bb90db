"""Where the pages of runs and tasks are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from followups.models import Run, StepRun


def of_task(step: StepRun) -> str:
    """The page of one task."""
    return reverse("followups:task", args=[step.pk])


def of_run(run: Run) -> str:
    """Where somebody reads about a run: its follow-up's page, which all reps can open, else the run's own."""
    if run.followup_id:
        return reverse("followups:detail", args=[run.followup_id])
    return reverse("playbooks:run", args=[run.pk])
