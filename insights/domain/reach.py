"""How many of those who were asked answered, with the number that it is a share of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from core.rounding import percent
from core.statistics import wilson
from mailroom.enums import OutboxState
from surveys.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from core.statistics import Interval
    from insights.domain.counting import Scope
    from insights.domain.windows import Window

# Most people who answer do so within a week.
FRESH = timedelta(days=7)
SENT = Q(state=OutboxState.SENT)
ARRIVED = SENT & Q(bounced_at=None)


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
    rows = Invitation.objects.filter(_left_in(window), **scope.filters).order_by()
    return {stage: Reach(*numbers) for stage, *numbers in _counted(rows.values_list("stage"), now=now)}


def by_campaign(*, window: Window, now: datetime) -> dict[int, Reach]:
    """The same by campaign, for all stages."""
    rows = Invitation.objects.filter(_left_in(window)).order_by()
    return {
        campaign: Reach(*numbers) for campaign, *numbers in _counted(rows.values_list("campaign"), now=now)
    }


def _counted(groups: Any, *, now: datetime) -> Any:
    """The numbers of each group, in the order of a Reach's fields."""
    return groups.annotate(
        n_sent=Count("pk", filter=SENT),
        n_bounced=Count("pk", filter=SENT & Q(bounced_at__isnull=False)),
        n_answered=Count("pk", filter=ARRIVED & Q(answered_at__isnull=False)),
        n_fresh=Count("pk", filter=ARRIVED & Q(answered_at=None, sent_at__gte=now - FRESH)),
        n_unknown=Count("pk", filter=Q(state=OutboxState.UNKNOWN)),
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
