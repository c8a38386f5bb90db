"""How many of those who were asked answered, with the number that it is a share of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Q, Value, When

from core.rounding import percent
from core.statistics import wilson
from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.statistics import Interval
    from insights.domain.counting import Scope
    from insights.domain.windows import Window

# Most people who answer do so within a week.
FRESH = timedelta(days=7)
SENT = Q(state=OutboxState.SENT)


@dataclass(frozen=True, slots=True)
class Reach:
    """Invitations that left: how many bounced, were answered, or are not known to have arrived.

    `fresh` were sent within the last week and are not answered yet.
    """

    sent: int = 0
    bounced: int = 0
    answered: int = 0
    fresh: int = 0
    unknown: int = 0

    def __add__(self, other: Reach) -> Reach:
        return Reach(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def asked(self) -> int:
        """Those whom the question reached as far as is known: sent and not bounced."""
        return self.sent - self.bounced

    @property
    def rate(self) -> float | None:
        """The answered in percent of the asked, one decimal; None when nobody was asked."""
        return percent(self.answered, self.asked)

    @property
    def interval(self) -> Interval | None:
        """The rate's 95% interval, in percent."""
        return wilson(self.answered, self.asked)


def by_stage(*, scope: Scope, window: Window, now: datetime) -> dict[str, Reach]:
    """The invitations that left in the window, by the stage that the customer was in."""
    return _grouped("stage", Q(**scope.filters), window, now=now)


def by_campaign(*, window: Window, now: datetime) -> dict[int, Reach]:
    """The same by campaign, for all stages."""
    return _grouped("campaign", Q(), window, now=now)


def _grouped(field: str, wanted: Q, window: Window, *, now: datetime) -> dict[Any, Reach]:
    rows = Invitation.objects.filter(_left_in(window), wanted).annotate(fate=_fate(now=now)).order_by()
    found: dict[Any, dict[str, int]] = {}
    for group, fate, number in rows.values_list(field, "fate").annotate(number=Count("pk")):
        found.setdefault(group, {})[fate] = number
    return {group: _reach(fates) for group, fates in found.items()}


def _fate(*, now: datetime) -> Case:
    # One short word a row to group by: databases sort far less than with a condition for each number.
    return Case(
        When(state=OutboxState.UNKNOWN, then=Value("unknown")),
        When(bounced_at__isnull=False, then=Value("bounced")),
        When(answered_at__isnull=False, then=Value("answered")),
        When(sent_at__gte=now - FRESH, then=Value("fresh")),
        default=Value("quiet"),
        output_field=CharField(),
    )


def _reach(fates: Mapping[str, int]) -> Reach:
    return Reach(
        sent=sum(number for fate, number in fates.items() if fate != "unknown"),
        bounced=fates.get("bounced", 0),
        answered=fates.get("answered", 0),
        fresh=fates.get("fresh", 0),
        unknown=fates.get("unknown", 0),
    )


def _left_in(window: Window) -> Q:
    """Sent in the window, or not known to have been and attempted in it."""
    return SENT & _within("sent_at", window) | Q(state=OutboxState.UNKNOWN) & _within(
        "attempt_started_at", window
    )


def _within(field: str, window: Window) -> Q:
    limits = Q()
    if window.since is not None:
        limits &= Q(**{f"{field}__gte": window.since})
    if window.until is not None:
        limits &= Q(**{f"{field}__lt": window.until})
    return limits
