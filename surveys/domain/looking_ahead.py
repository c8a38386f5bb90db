"""What a campaign would do, counted once and kept for a while where counting takes long.

With a million customers a look ahead takes seconds, and pages show it again and again. Kept are numbers
and ids, nobody's name; every edit that changes the numbers changes the name under which they are kept.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.core.cache import cache

from core import calendars
from customers.models import Audience
from surveys.domain import drafting, exceptions, forecasting, outlook
from surveys.enums import ScheduleKind
from surveys.models import Campaign
from team.models import Holiday, Program

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.forecasting import WaveForecast
    from surveys.domain.outlook import Outlook, Person

# Whoever waited no longer than this, in seconds, can wait again, and sees what is true now.
WORTH_KEEPING: Final = 1.0
LIFETIME: Final = timedelta(hours=1)
# What an edit does not change, or changes all by itself.
UNSEEN: Final = {"name", "survey", "link_days", "reminder_days", "tests_subject"}


@dataclass(frozen=True)
class Look:
    """The counts, some customers for each reason ("" for who is asked), the waves; when they were counted."""

    outlook: Outlook
    samples: list[tuple[int, str, str, datetime]]
    waves: list[WaveForecast]
    counted_at: datetime

    def people(self) -> dict[str, list[Person]]:
        """The customers as they are now, by reason; who is gone meanwhile is not among them."""
        found: dict[str, list[Person]] = {}
        for person in outlook.people_of(self.samples):
            found.setdefault(person.reason, []).append(person)
        return found

    def is_from_before(self, now: datetime) -> bool:
        """Whether a page has to say how old the numbers are."""
        return now - self.counted_at >= timedelta(minutes=1)


def look(*, campaign: Campaign, now: datetime, days: int, names: int, again: bool = False) -> Look:
    """Count, or tell what was counted within the hour. With `again` it is counted in any case.

    Works on an unsaved draft, too.
    """
    key = _key(campaign, now, days, names)
    kept: Look | None = None if again else cache.get(key)
    if kept is not None:
        return kept
    began = time.monotonic()
    samples = outlook.samples(campaign=campaign, now=now, days=days, limit=names)
    is_wave = campaign.schedule_kind == ScheduleKind.WAVE
    found = Look(
        outlook=outlook.outlook(campaign=campaign, now=now, days=days),
        samples=[person.facts for group in samples.values() for person in group],
        waves=forecasting.forecast(campaign=campaign, now=now) if is_wave else [],
        counted_at=now,
    )
    if time.monotonic() - began >= WORTH_KEEPING:
        cache.set(key, found, LIFETIME.total_seconds())
    return found


def _key(campaign: Campaign, now: datetime, days: int, names: int) -> str:
    """Everything that people set and the numbers depend on, and the day. Customers change all the time."""
    program = Program.objects.current()
    active = Campaign.objects.active().order_by("pk")
    parts: list[Any] = [
        calendars.local_day(now, ZoneInfo(program.time_zone)),
        [days, names, campaign.pk, campaign.state, campaign.activated_at],
        [getattr(campaign, name) for name in drafting.FACTS if name not in UNSEEN | {"audience"}],
        campaign.audience_id,
        [getattr(program, field.attname) for field in Program._meta.concrete_fields],
        list(active.values_list("pk", "activated_at", *drafting.FACTS)),
        list(Audience.objects.order_by("pk").values_list("pk", "rules")),
        list(exceptions.in_force(now=now).order_by("pk").values_list("pk", flat=True)),
        list(Holiday.objects.values_list("on", "country")),
    ]
    told = json.dumps(parts, default=str, sort_keys=True)
    return f"ahead:{hashlib.sha256(told.encode()).hexdigest()}"
