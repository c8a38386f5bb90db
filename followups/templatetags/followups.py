"""Follow-ups in templates: ``{% load followups %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from core.templatetags.navigation import address
from followups.domain import priority, ranking, recovering, risk, telling
from followups.enums import ActivityKind, FollowUpState, Recovery
from team.enums import Role

if TYPE_CHECKING:
    from datetime import date

    from customers.models import Customer
    from followups.models import Activity, FollowUp, StepRun
    from team.models import User

register = template.Library()

# What an act's page is called, and what its button says.
ACTS = {
    "resolve": ("Resolve this follow-up", "Resolve"),
    "wait": ("Wait for the customer", "Wait until then"),
    "snooze": ("Snooze this follow-up", "Snooze"),
    "unreachable": ("Could not be reached", "Close as not reached"),
    "reopen": ("Reopen this follow-up", "Reopen"),
    "hand_over": ("Hand it over", "Hand over"),
    "release": ("Give it back", "Give back"),
    "reassign": ("Give it to somebody else", "Reassign"),
}
STATE_KINDS = {
    FollowUpState.OPEN: "info",
    FollowUpState.IN_PROGRESS: "warning",
    FollowUpState.WAITING: "hollow",
    FollowUpState.RESOLVED: "success",
    FollowUpState.UNREACHABLE: "hollow",
}
RECOVERY_KINDS = {
    Recovery.RECOVERED: "success",
    Recovery.IMPROVED: "success",
    Recovery.UNCHANGED: "warning",
    Recovery.WORSE: "danger",
}
RECOVERY_ICONS = {
    Recovery.RECOVERED: "trending-up",
    Recovery.IMPROVED: "trending-up",
    Recovery.UNCHANGED: "minus",
    Recovery.WORSE: "trending-down",
    Recovery.NO_ANSWER: "mail-question-mark",
}
SHORT_STATES = {FollowUpState.WAITING: "Waiting", FollowUpState.UNREACHABLE: "Not reached"}
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
    ActivityKind.MESSAGE: "send",
    ActivityKind.SNOOZED: "alarm-clock",
    ActivityKind.DEADLINE: "timer",
    ActivityKind.STEP: "list-checks",
    ActivityKind.THEME: "tag",
    ActivityKind.CASE: "life-buoy",
    ActivityKind.PLAN: "target",
    ActivityKind.CONSENT: "badge-check",
    ActivityKind.RECOVERY: "trending-up",
}
TONES = {
    ActivityKind.CALL: "timeline-brand",
    ActivityKind.EMAIL: "timeline-brand",
    ActivityKind.MESSAGE: "timeline-brand",
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
def telling_reasons(followup: FollowUp, today: date) -> list[dict[str, Any]]:
    """The reasons that a row of a list does not show already, an alert before the rest (G88).

    The score and what the account pays stand beside the name, the stage in its column; most may be called.
    """
    alerts = {"fell", "repeat", "renewal"} if risk.falls_before_renewal(followup.priority_reasons) else set()
    shown = []
    for reason in reasons(followup, today):
        words = reason["words"].partition(", ")[2] if reason["code"] == "revenue" else reason["words"]
        if words and reason["code"] not in {"score", "stage", "contact"}:
            shown.append({**reason, "words": words, "is_alert": reason["code"] in alerts})
    return shown


@register.filter
def level(followup: FollowUp) -> priority.Level:
    """The word for a follow-up's priority."""
    return priority.level_of(followup.priority)


@register.filter
def points_in_words(followup: FollowUp, today: date) -> str:
    """How a priority comes about: "72 of 100: scored 2 (30), renews in 23 days (25)"."""
    parts = [f"{reason['words']} ({reason['points']})" for reason in reasons(followup, today)]
    return f"{followup.priority} of {priority.MOST}: {', '.join(parts)}"


@register.filter
def churn_risk(followup: FollowUp) -> bool:
    """Whether the answer says that they may leave (T8)."""
    customer = followup.customer
    return risk.is_churn_risk(followup.response.score, customer.stage if customer else "")


@register.filter
def is_seconded(followup: FollowUp) -> bool:
    """Whether something besides the score speaks for a loss; then the flag is worth a word."""
    return risk.is_seconded(followup.priority_reasons)


@register.inclusion_tag("followups/churn_risk.html")
def churn_risk_badge(customer: Customer) -> dict[str, bool]:
    """The flag of a customer whose last answer says that they may leave (T8); nothing for others."""
    return {"is_risk": risk.is_churn_risk(customer.last_score, customer.stage)}


@register.filter
def short_state(followup: FollowUp) -> str:
    """The state in the words of a narrow column."""
    return SHORT_STATES.get(FollowUpState(followup.state), followup.get_state_display())


@register.filter
def recovery(followup: FollowUp) -> Recovery | None:
    """What the customer's next answer said, of a row of the done list (G47)."""
    return recovering.told(followup)


@register.filter
def recovery_kind(verdict: Recovery) -> str:
    """The kind of badge of that verdict; "" is a plain one."""
    return RECOVERY_KINDS.get(verdict, "")


@register.filter
def recovery_icon(verdict: Recovery) -> str:
    """Its picture."""
    return RECOVERY_ICONS[verdict]


@register.filter
def manages(user: User) -> bool:
    """Whether somebody gives follow-ups to others."""
    return user.may(Role.MANAGER)


@register.filter
def task_url(task: StepRun) -> str:
    """Where a task is done: its own page, else that of its follow-up, else of its customer."""
    if found := address("followups:task", task.pk):
        return found
    run = task.run
    return address("followups:detail", run.followup_id) or address("insights:customer", run.customer_id)


@register.filter
def renews(renewal_on: date | None, today: date) -> str:
    """How far off a renewal is: "renews in 23 days"."""
    return risk.renewal_words(renewal_on, today=today) if renewal_on else ""


@register.filter
def language(code: str) -> str:
    """A language's name in English."""
    return ranking.language_name(code) if code else ""


@register.simple_tag
def act_url(act: str, pk: int) -> str:
    """The address of an act on a follow-up: ``{% act_url "resolve" followup.pk %}``."""
    return reverse(f"followups:{act}", args=[pk])


@register.filter
def act_title(act: str) -> str:
    """What its page is called."""
    return ACTS[act][0]


@register.filter
def act_button(act: str) -> str:
    """What its button says."""
    return ACTS[act][1]
