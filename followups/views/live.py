"""What keeps an open list fresh: nothing is sent to a page that shows it all already."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from core.templatetags.when import until

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from followups.models import FollowUp


def fingerprint(context: Mapping[str, Any]) -> str:
    """A short mark of what a page of the queue shows, made of its rows without drawing them."""
    shown = [
        [(group.label, [_row(row, context["news"]) for row in group.rows]) for group in context["groups"]],
        [(task.pk, task.title, until(task.due_at)) for task in context.get("tasks", [])],
        sorted(context["counts"].items()),
        context.get("next_url", ""),
        context.get("previous_url", ""),
    ]
    return blake2b(repr(shown).encode(), digest_size=9).hexdigest()


def is_known(request: HttpRequest, mark: str) -> bool:
    """Whether the page that asks for its rows anew has just these."""
    return request.headers.get("HX-Target") == "rows" and request.GET.get("known") == mark


def _row(row: FollowUp, news: set[int]) -> tuple[object, ...]:
    due = "" if row.is_closed else until(row.due_at)
    return (row.pk, row.changed_at, row.state, row.assignee_id, row.priority, due, row.pk in news)
