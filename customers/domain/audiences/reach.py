"""From where a rule looks at a customer, and when: what every condition is made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from core.calendars import local_day, start_of_day
from customers.domain import permission

if TYPE_CHECKING:
    from team.models import Program


@dataclass(frozen=True, slots=True)
class Reach:
    """`prefix` leads from the queried row to the customer; days are those of the program's zone."""

    program: Program
    now: datetime
    prefix: str = ""

    def column(self, name: str) -> F:
        """A column of the customer, or one behind them (`account__name`)."""
        return F(f"{self.prefix}{name}")

    def at(self, **lookups: object) -> Q:
        """A condition on the customer's own columns. The names are ours, never a reader's."""
        return Q(**{f"{self.prefix}{name}": value for name, value in lookups.items()})

    @property
    def today(self) -> date:
        """The program's local day."""
        return local_day(self.now, ZoneInfo(self.program.time_zone))

    def day_from_today(self, days: int) -> date:
        """The local day so many days ahead; behind, for a negative number."""
        return self.today + timedelta(days=days)

    def start_of(self, day: date) -> datetime:
        """The first instant of a local day."""
        return start_of_day(day, ZoneInfo(self.program.time_zone))


def may_be_asked(reach: Reach) -> Q:
    """A survey could leave for them today: an address that is not blocked, no quiet period, and consent.

    A campaign's own rules, and exceptions from the quiet period, come on top.
    """
    free = reach.at(contact__next_survey_at=None) | reach.at(contact__next_survey_at__lte=reach.now)
    awake = reach.at(contact__paused_until=None) | reach.at(contact__paused_until__lte=reach.now)
    # Told so that a list stays free to walk the index of its order: not by the unique address, whose index
    # offers itself, and not by an inner join, which SQLite would begin with.
    blocked = Coalesce(reach.column("contact__blocked_reason"), Value("none"), output_field=CharField())
    writable = ~reach.at(email="") & Q(Exact(blocked, ""))
    found = writable & free & awake
    program, prefix = reach.program, reach.prefix
    if program.opt_in_countries:
        found &= ~permission.without_opt_in(countries=program.opt_in_countries, prefix=prefix)
    if program.blocked_domains:
        found &= ~permission.in_domains(domains=program.blocked_domains, prefix=prefix)
    return found
