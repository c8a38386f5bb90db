"""A campaign in words: whom it asks, when, and what pressing a button will do."""

from surveys.domain.describing.audiences import audience, rotation
from surveys.domain.describing.consequences import consequence, edit, effect, verbs
from surveys.domain.describing.forecasts import advice
from surveys.domain.describing.rules import rules
from surveys.domain.describing.schedules import hours, schedule
from surveys.domain.describing.words import WEEKDAYS, listed, plural, spoken_day

__all__ = [
    "WEEKDAYS",
    "advice",
    "audience",
    "consequence",
    "edit",
    "effect",
    "hours",
    "listed",
    "plural",
    "rotation",
    "rules",
    "schedule",
    "spoken_day",
    "verbs",
]
