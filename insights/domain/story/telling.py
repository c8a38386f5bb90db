"""The whole story of one customer, as their page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.calendars import local_day
from customers.domain import lifecycle
from customers.models import StageChange
from insights.domain.story import answers, asking, care, favors, letters, moves, plans, support
from team.enums import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.charts import HistoryPoint, StageSpan
    from customers.models import Customer
    from followups.models import FollowUp, PlanItem
    from insights.domain.story.asking import Asking
    from insights.domain.story.entry import Entry
    from responses.models import Response
    from team.models import Program, User


@dataclass(frozen=True, slots=True)
class Story:
    """A customer with everything that happened, newest first, up to so many entries."""

    customer: Customer
    answers: list[Response]
    points: list[HistoryPoint]
    spans: list[StageSpan]
    asking: Asking
    followup: FollowUp | None
    entries: list[Entry]
    has_more: bool
    renewal_on: date | None
    today: date
    plan: list[PlanItem]

    @property
    def last(self) -> Response | None:
        """The newest answer that counts."""
        return next(iter(answers.theirs(self.answers)), None)

    @property
    def baseline(self) -> Response | None:
        """The first answer that counts, when later ones can be held against it."""
        counted = answers.theirs(self.answers)
        return counted[-1] if len(counted) > 1 else None

    @property
    def since_baseline(self) -> int:
        """How far the last answer's score lies above the baseline; below it, negative."""
        return self.last.score - self.baseline.score if self.last and self.baseline else 0

    @property
    def rows(self) -> list[tuple[Response, str]]:
        """Every answer with the words of the stage it was given in."""
        return [(response, answers.stage_label(response)) for response in self.answers]

    @property
    def months(self) -> list[tuple[date, list[Entry]]]:
        """The entries by month, in the reader's zone."""
        by_month = groupby(self.entries, key=lambda entry: timezone.localdate(entry.at).replace(day=1))
        return [(month, list(entries)) for month, entries in by_month]

    @property
    def renewal_days(self) -> int | None:
        """Days to the next renewal; negative when it has passed."""
        return None if self.renewal_on is None else (self.renewal_on - self.today).days


def tell(*, customer: Customer, user: User, program: Program, show: int, now: datetime) -> Story:
    """Gather the newest `show` entries from every room, as far as the reader may see them."""
    zone = ZoneInfo(program.time_zone)
    given = answers.answers_of(customer=customer)
    changes = list(StageChange.objects.filter(customer=customer).order_by("changed_at", "pk"))
    # One more than is shown from each room: then the newest of them all are among these.
    most = show + 1
    found = [
        *answers.entries(given),
        *moves.stage_entries(changes),
        *moves.event_entries(customer=customer, limit=most),
        *support.entries(customer=customer, user=user, limit=most),
        *asking.entries(customer=customer, limit=most),
        *plans.entries(customer=customer, user=user, limit=most),
        *favors.entries(customer=customer, user=user, zone=zone, limit=most),
        *(care.entries(customer=customer, user=user, limit=most) if user.may(Role.REP) else []),
        *(letters.entries(customer=customer, user=user, limit=most) if user.may(Role.REP) else []),
    ]
    newest = sorted(found, key=lambda entry: entry.at, reverse=True)
    return Story(
        customer=customer,
        answers=given,
        points=answers.points(given, zone=zone),
        spans=answers.spans(customer, changes, zone=zone),
        asking=asking.asking_of(customer=customer, planned=asking.ahead_of(customer=customer), now=now),
        followup=care.open_followup(customer=customer, user=user) if user.may(Role.REP) else None,
        entries=newest[:show],
        has_more=len(newest) > show,
        renewal_on=lifecycle.dates_of(customer).renewal_on,
        today=local_day(now, zone),
        plan=plans.plan_of(customer=customer),
    )
