"""One thing that happened to a customer, as the timeline shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened when; `quote` is the customer's own words, `by` who of us did it.

    `icon` names the picture, `tone` its ground: a band's code, brand, or nothing.
    """

    at: datetime
    icon: str
    title: str
    tone: str = ""
    text: str = ""
    quote: str = ""
    by: str = ""
    url: str = ""
