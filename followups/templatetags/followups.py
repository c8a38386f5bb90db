"""Follow-ups in templates: ``{% load followups %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from followups.domain import priority, ranking, telling
from followups.enums import ActivityKind, FollowUpState

if TYPE_CHECKING:
    from datetime import date

    from followups.models import Activity, FollowUp

register = template.Library()

STATE_KINDS = {
    FollowUpState.OPEN: "info",
    FollowUpState.IN_PROGRESS: "warning",
    FollowUpState.WAITING: "hollow",
    FollowUpState.RESOLVED: "success",
    FollowUpState.UNREACHABLE: "hollow",
}
ICONS = {
    ActivityKind.OPENED: "inbox",
    ActivityKind.ASSIGNED: "user-round",
    ActivityKind.CALL: "phone",
    ActivityKind.EMAIL: "mail",
    ActivityKind.NOTE: "sticky-note",
    ActivityKind.STATE: "circle-dot",
    ActivityKind.ANSWER_CHANGED: "message-square-quote",
    ActivityKind.RESOLVED: "circle-check",
    ActivityKind.REOPENED: "rotate-ccw",
}
TONES = {
    ActivityKind.CALL: "timeline-brand",
    ActivityKind.EMAIL: "timeline-brand",
    ActivityKind.RESOLVED: "timeline-promoter",
    ActivityKind.REOPENED: "timeline-passive",
    ActivityKind.ANSWER_CHANGED: "timeline-passive",
}


@register.filter
def headline(activity: Activity) -> str:
    """What a line of the history says."""
    return telling.headline(activity)


@register.filter
def activity_icon(activity: Activity) -> str:
    """The icon of a line's kind."""
    return ICONS[ActivityKind(activity.kind)]


@register.filter
def activity_tone(activity: Activity) -> str:
    """The class that colors a line's icon; contact and endings stand out."""
    return TONES.get(ActivityKind(activity.kind), "")


@register.filter
def state_kind(followup: FollowUp) -> str:
    """The kind of status dot of a follow-up's state."""
    return STATE_KINDS[FollowUpState(followup.state)]


@register.filter
def reasons(followup: FollowUp, today: date) -> list[dict[str, Any]]:
    """Why this priority, as it reads today."""
    return priority.in_words(followup.priority_reasons, today=today)


@register.filter
def renews(renewal_on: date | None, today: date) -> str:
    """How far off a renewal is: "renews in 23 days"."""
    return priority.renewal_words(renewal_on, today=today) if renewal_on else ""


@register.filter
def language(code: str) -> str:
    """A language's name in English."""
    return ranking.language_name(code) if code else ""
