"""Playbooks in templates: ``{% load playbooks %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from followups.domain.playbooks import briefing, describing
from followups.enums import StepKind

if TYPE_CHECKING:
    from followups.models import StepRun

register = template.Library()

ICONS = {
    StepKind.TASK: "square-check-big",
    StepKind.MESSAGE: "mail",
    StepKind.REOPEN_CASE: "life-buoy",
    StepKind.TAG: "tag",
    StepKind.NOTIFY: "bell",
    StepKind.WEBHOOK: "webhook",
    StepKind.PLAN: "list-checks",
    StepKind.ENDORSEMENT: "award",
}


@register.filter
def step_icon(kind: str) -> str:
    """The icon of a kind of step."""
    return ICONS[StepKind(kind)]


@register.filter
def step_kind(kind: str) -> str:
    """A kind of step in words."""
    return StepKind(kind).label


@register.filter
def step_moment(step: StepRun) -> str:
    """What a step of a run waits for."""
    return describing.moment(step)


@register.filter
def step_why(step: StepRun) -> str:
    """Why a step is recommended (T25)."""
    return briefing.why(step)
