"""How many people a shorter quiet period would free, before anybody grants it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customers.models import Customer
from surveys.domain import exceptions
from surveys.domain.candidates import against
from surveys.domain.describing import plural

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact
    from surveys.models import Campaign
    from team.models import Program


@dataclass(frozen=True, slots=True)
class Freed:
    """Of those who are quiet now, how many would be free under so many months."""

    months: int
    quiet: int
    freed: int

    @property
    def sentence(self) -> str:
        """In words."""
        after = f"after {plural(self.months, 'month')}" if self.months else "at any time"
        if not self.quiet:
            return f"Nobody it asks is quiet now. Who is asked from now on may be asked again {after}."
        return (
            f"Frees {self.freed:,} of the {self.quiet:,} who are quiet now; "
            f"the others may be asked again {after} since their last survey."
        )


def of_campaign(*, campaign: Campaign, months: int, program: Program, now: datetime) -> Freed:
    """Counted among the customers whom the campaign asks."""
    people = Customer.objects.current().filter(
        against.in_audience(campaign, program=program, now=now), contact__blocked_reason=""
    )
    quiet = people.filter(contact__next_survey_at__gt=now)
    before = exceptions.asked_before(months=months, program=program, now=now)
    freed = quiet.filter(contact__last_asked_at__lt=before)
    return Freed(months, quiet.count(), freed.count())


def is_freed(*, contact: Contact, months: int, program: Program, now: datetime) -> bool:
    """Whether so many months would free this contact at once."""
    before = exceptions.asked_before(months=months, program=program, now=now)
    return contact.is_held(now=now) and contact.last_asked_at is not None and contact.last_asked_at < before
