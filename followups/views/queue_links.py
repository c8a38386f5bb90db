"""Where one can go from the queue: its views, the saved ones, the neighboring pages, and less of a filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from followups.domain import queue, saved_views
from team.access import acting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from followups.forms.queue import QueueFilter
    from followups.models import SavedView

# What leads to a place in the list, tells what the page knows, or names a saved view: no part of a view.
PASSING = ("after", "before", "known", "saved")
# What one keeps while going from view to view.
KEPT = ("q", "group")


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go: where, its words, how many are there, the key that leads there."""

    url: str
    label: str
    is_current: bool = False
    count: str = ""
    key: str = ""
    is_shared: bool = False


def address(request: HttpRequest, *, without: tuple[str, ...] = PASSING, **changes: str) -> str:
    """The address of this list without some of its parameters, and with others."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def views(request: HttpRequest, *, view: str, counts: Mapping[str, int]) -> list[Link]:
    """The views that everybody has, with their numbers."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return [
        Link(
            f"{request.path}?{urlencode({'view': name, **kept})}",
            queue.LABELS[name],
            is_current=name == view and not request.GET.get("saved"),
            count=queue.in_words(counts[name]),
            key=f"g {queue.KEYS[name]}",
        )
        for name in queue.views_of(acting(request))
    ]


def saved(request: HttpRequest) -> list[Link]:
    """The saved views that this reader can open."""
    user, current = acting(request), request.GET.get("saved", "")
    offered = queue.views_of(user)
    found = [
        view
        for view in saved_views.visible_to(user)
        if view.filters.get("view", queue.first_view(user)) in offered
    ]
    return [
        Link(
            saved_address(view),
            view.name,
            is_current=current == str(view.pk),
            key=f"g {place}" if place < 10 else "",
            is_shared=view.is_shared,
        )
        for place, view in enumerate(found, 1)
    ]


def saved_address(view: SavedView) -> str:
    """Where a saved view opens."""
    return f"{reverse('followups:list')}?{urlencode({**view.filters, 'saved': view.pk})}"


def chips(request: HttpRequest, form: QueueFilter) -> list[Link]:
    """What narrows the view, each with the address without it."""
    return [Link(address(request, without=(*PASSING, name)), words) for name, words in form.told]
