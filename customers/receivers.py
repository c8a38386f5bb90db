"""What the customers room does when the program changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.dispatch import receiver

from customers.domain import quiet
from team.signals import program_changed

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import Program


@receiver(program_changed, dispatch_uid="customers.lengthen_holds")
def lengthen_holds(*, program: Program, changes: dict[str, Any], now: datetime, **kwargs: Any) -> None:
    """A longer quiet period, or one counted in another zone, holds also those who were asked already."""
    if changes.keys() & {"quiet_months", "time_zone"}:
        quiet.lengthen(months=program.quiet_months, zone=ZoneInfo(program.time_zone), now=now)
