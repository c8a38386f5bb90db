"""Customers who are kept for a campaign of higher priority: its occasion falls into the quiet period that
a mail now would begin.

A reservation may fall away (the date moves, the campaign is paused, they have answered), so who was left
out for one is looked at again while the window is open.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThanOrEqual

from core import calendars
from customers.domain import lifecycle
from customers.querysets import own_or_account, stage_expression
from surveys.domain import exceptions, lots, reviving, schedule
from surveys.domain.candidates import against
from surveys.enums import RESERVED_FOR, CampaignChannel, ScheduleKind
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.db.models.sql.compiler import SQLCompiler

    from team.models import Program

# A stage is judged for so many days at once: nobody's dates move between two campaigns' thresholds faster.
PIECE = timedelta(days=30)


class DaysLater(Func):
    """A date so many days later. The two databases have no word for it in common."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQLite keeps dates as text."""
        return self.as_sql(compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", ")


class Reservation:
    """One campaign's claim on those who will be due for it between two days, as seen from a lower one."""

    def __init__(self, holder: Campaign, program: Program, now: datetime, until: datetime) -> None:
        zone = ZoneInfo(program.time_zone)
        months = exceptions.months_for(campaign=holder, program=program, now=now)
        self.holder, self.program, self.now = holder, program, now
        self.today = calendars.local_day(now, zone)
        # Open occasions that nobody has handled are kept, too.
        self.first = self.today - timedelta(days=holder.window_days)
        self.last = calendars.add_months(calendars.local_day(until, zone), months) - timedelta(days=1)

    @property
    def code(self) -> str:
        """The reason that names the campaign: `reserved_for:12`."""
        return f"{RESERVED_FOR}{self.holder.pk}"

    def kept_on(self, prefix: str = "") -> Case:
        """The day on which the holder wants each customer; NULL for those it does not want."""
        found = self._dated(prefix) if self.holder.schedule_kind == ScheduleKind.DATE else self._waves(prefix)
        # A date also where nobody is wanted: PostgreSQL takes a bare NULL for text.
        nobody = Cast(Value(None), DateField())
        return Case(*found, default=nobody, output_field=DateField())

    def _dated(self, prefix: str) -> Iterator[When]:
        holder = self.holder
        anchor = own_or_account(holder.date_field, prefix)
        wanted = Q()
        if holder.stages:
            wanted = Q(pk__in=[])
            for low, high in self._pieces():
                middle = max(low + (high - low) / 2, self.today)
                wanted |= self._between(anchor, low, high) & self._in_stages(middle, prefix)
        rows = self._settled(prefix).annotate(its_date=own_or_account(holder.date_field, "customer__"))
        handled = Exists(rows.filter(occasion_on=F("its_date")))
        near = self._between(anchor, self.first, self.last)
        yield When(
            near & wanted & self._wanted(prefix) & ~handled,
            then=DaysLater(anchor, Value(holder.offset_days)),
        )

    def _waves(self, prefix: str) -> Iterator[When]:
        group = lots.lot_of(
            campaign=self.holder, purpose=lots.ROTATION, of=self.holder.rotation, prefix=prefix
        )
        for day in schedule.waves(self.holder):
            if not self.first <= day <= self.last:
                continue
            wanted = self._wanted(prefix)
            if self.holder.stages:
                wanted &= self._in_stages(max(day, self.today), prefix)
            if self.holder.rotation > 1:
                wanted &= Q(Exact(group, schedule.turn_of(self.holder, day)))
            handled = Exists(self._settled(prefix).filter(occasion_on=day))
            yield When(wanted & ~handled, then=Cast(Value(day), DateField()))

    def _wanted(self, prefix: str) -> Q:
        holder = self.holder
        found = against.in_saved_audience(holder, program=self.program, now=self.now, prefix=prefix)
        return found & against.in_sample(holder, prefix) if holder.sample_percent < 100 else found

    def _in_stages(self, day: date, prefix: str) -> Q:
        """Whoever is in one of its stages then: a renewal is not near yet when it is half a year away."""
        stage = stage_expression(lifecycle.thresholds_of(self.program), day, prefix)
        return Q(In(stage, self.holder.stages))

    def _settled(self, prefix: str) -> QuerySet[Invitation]:
        """What the holder has decided for good about each customer."""
        rows = Invitation.objects.filter(campaign=self.holder, customer=OuterRef(f"{prefix}pk"))
        return rows.filter(reviving.SETTLED)

    def _between(self, anchor: Combinable, low: date, high: date) -> Q:
        """Whose occasion falls on one of these days, both included."""
        offset = timedelta(days=self.holder.offset_days)
        return Q(GreaterThanOrEqual(anchor, low - offset)) & Q(LessThanOrEqual(anchor, high - offset))

    def _pieces(self) -> Iterator[tuple[date, date]]:
        low = self.first
        while low <= self.last:
            high = min(low + PIECE - timedelta(days=1), self.last)
            yield low, high
            low = high + timedelta(days=1)


def reservations(
    campaign: Campaign, *, program: Program, now: datetime, until: datetime
) -> list[Reservation]:
    """What campaigns of higher priority keep from this one, the highest first."""
    holders = (
        Campaign.objects.active()
        .filter(channel=CampaignChannel.EMAIL, reserves=True, priority__gt=campaign.priority)
        .exclude(pk=campaign.pk)
    )
    kinds = [ScheduleKind.DATE, ScheduleKind.WAVE]
    chosen = holders.filter(schedule_kind__in=kinds).select_related("audience").order_by("-priority", "pk")
    return [Reservation(holder, program, now, until) for holder in chosen]
