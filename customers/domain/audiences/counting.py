"""How many fit, how many of them may be asked now, and who some of them are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from customers.domain.audiences.conditions import members
from customers.domain.audiences.reach import Reach, may_be_asked
from customers.models import Customer

if TYPE_CHECKING:
    from datetime import datetime

    from customers.domain.audiences.rules import Rules
    from team.models import Program

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What rules come to: of `total` customers `fits` fit, of whom `askable` may be asked now."""

    total: int
    fits: int
    askable: int

    @property
    def share(self) -> float | None:
        """The part of all who fit, from 0 to 1."""
        return self.fits / self.total if self.total else None


def reckon(rules: Rules, *, program: Program, now: datetime) -> Reckoning:
    """Count, in two statements."""
    free = Count("pk", filter=may_be_asked(Reach(program, now)))
    found = members(rules, program=program, now=now).order_by().aggregate(fits=Count("pk"), askable=free)
    total = found["fits"] if rules.is_empty else Customer.objects.current().count()
    return Reckoning(total, found["fits"], found["askable"])


def sample(rules: Rules, *, program: Program, now: datetime) -> list[Customer]:
    """Some of those who fit, the latest added first."""
    rows = members(rules, program=program, now=now).select_related("account", "contact")
    return list(rows.order_by("-pk")[:SHOWN])
