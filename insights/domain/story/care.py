"""What we did about a customer's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from followups.access import followups_for
from followups.domain import telling
from followups.enums import ActivityKind
from followups.models import Activity
from insights.domain.story.entry import Entry

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import FollowUp
    from team.models import User

ICONS = {
    ActivityKind.OPENED: "inbox",
    ActivityKind.ASSIGNED: "user-round-check",
    ActivityKind.CALL: "phone",
    ActivityKind.EMAIL: "mail",
    ActivityKind.NOTE: "notebook-pen",
    ActivityKind.STATE: "refresh-cw",
    ActivityKind.ANSWER_CHANGED: "message-square-quote",
    ActivityKind.RESOLVED: "circle-check",
    ActivityKind.REOPENED: "rotate-ccw",
    ActivityKind.MESSAGE: "mail",
    ActivityKind.SNOOZED: "moon",
    ActivityKind.DEADLINE: "alarm-clock",
    ActivityKind.STEP: "route",
    ActivityKind.THEME: "tag",
    ActivityKind.CASE: "life-buoy",
    ActivityKind.PLAN: "list-todo",
    ActivityKind.CONSENT: "badge-check",
    ActivityKind.RECOVERY: "trending-up",
}
# What happened to an answer stands in the timeline as the answer's own version, what was planned as the item.
LEFT_OUT = [ActivityKind.ANSWER_CHANGED, ActivityKind.PLAN, ActivityKind.CONSENT]


def open_followup(*, customer: Customer, user: User) -> FollowUp | None:
    """The follow-up that is still to be finished, if the reader may see it."""
    rows = followups_for(user).unfinished().filter(customer=customer)
    return rows.select_related("assignee", "response").order_by("-opened_at").first()


def entries(*, customer: Customer, user: User, limit: int) -> list[Entry]:
    """What was done on the follow-ups that the reader may see, newest first."""
    rows = Activity.objects.filter(followup__in=followups_for(user).filter(customer=customer))
    newest = rows.exclude(kind__in=LEFT_OUT).select_related("actor").order_by("-at", "-pk")[:limit]
    return [_entry(activity) for activity in newest]


def _entry(activity: Activity) -> Entry:
    return Entry(
        activity.at,
        ICONS[ActivityKind(activity.kind)],
        f"Follow-up: {_lowered(telling.headline(activity))}",
        text=activity.note,
        by=str(activity.actor) if activity.actor else "",
        url=reverse("followups:detail", args=[activity.followup_id]),
    )


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
