"""The stages a customer went through, and what other programs told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from customers.domain import events
from customers.enums import Stage
from customers.models import Event, StageChange
from insights.domain.story.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from customers.models import Customer

# Of what another program sent along, this much is shown.
FACTS, LENGTH = 4, 200
OF_CASE = {"case", "subject", "url"}


def stage_entries(changes: Iterable[StageChange]) -> list[Entry]:
    """Each move from one stage to the next."""
    return [Entry(change.changed_at, "layers", _moved(change)) for change in changes]


def event_entries(*, customer: Customer, limit: int) -> list[Entry]:
    """The newest events, each with what was sent along."""
    rows = Event.objects.filter(customer=customer).select_related("support_case")
    return [_happened(event) for event in rows.order_by("-occurred_at", "-pk")[:limit]]


def event_name(name: str) -> str:
    """An event's name for people: our own words for those we know, else the sender's made readable."""
    return events.KNOWN.get(name) or name.replace("_", " ").capitalize()


def _happened(event: Event) -> Entry:
    case = event.support_case
    if case is None:
        return Entry(event.occurred_at, "radio", event_name(event.name), text=_facts(event.payload))
    # The case knows its own words and where it stands.
    other = {name: it for name, it in event.payload.items() if name not in OF_CASE}
    title = f"{event_name(event.name)}: {case}"
    return Entry(event.occurred_at, "life-buoy", title, text=_facts(other), url=case.url)


def _moved(change: StageChange) -> str:
    to = Stage(change.to_stage).label
    return f"Moved from {Stage(change.from_stage).label} to {to}" if change.from_stage else f"Began as {to}"


def _facts(payload: Any) -> str:
    if not isinstance(payload, dict):
        return ""
    told = [
        f"{str(name).replace('_', ' ')}: {value}"
        for name, value in payload.items()
        if isinstance(value, str | int | float) and str(value).strip()
    ]
    text = " · ".join(told[:FACTS])
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"
