"""What other programs can hear of, by the names under which they subscribe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of news: its name in a call, its name on a page, and what its `data` holds."""

    code: str
    label: str
    text: str


RECORDED: Final = Event("response.recorded", "A customer answered", "response")
REVISED: Final = Event("response.revised", "A customer changed the answer", "response")
JUDGED: Final = Event(
    "response.judged", "An answer was taken out of the numbers, or put back", "response, judgement"
)
OPENED: Final = Event("followup.opened", "A follow-up opened", "followup, change")
CHANGED: Final = Event("followup.changed", "A follow-up changed in any other way", "followup, change")
RESOLVED: Final = Event("followup.resolved", "A follow-up was resolved", "followup, change")
REOPENED: Final = Event("case.reopened", "A poor answer reopened a support case", "case, customer")
STEP: Final = Event("playbook.step", "A playbook’s step tells another program", "step, response")

EVENTS: Final = (RECORDED, REVISED, JUDGED, OPENED, CHANGED, RESOLVED, REOPENED, STEP)
# Sent by hand, to whatever address: nobody subscribes to it.
TEST: Final = Event("test", "A test call", "message")
CODES: Final = frozenset(event.code for event in EVENTS)
LABELS: Final = {event.code: event.label for event in (*EVENTS, TEST)}
