"""What the customers room does when the program changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.dispatch import receiver

from customers.domain import announcing, effects, quiet, retention
from team.signals import change_previewed, program_changed, sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from team.models import Program


@receiver(program_changed, dispatch_uid="customers.lengthen_holds")
def lengthen_holds(*, program: Program, changes: dict[str, Any], now: datetime, **kwargs: Any) -> None:
    """A longer quiet period, or one counted in another zone, holds also those who were asked already."""
    if changes.keys() & {"quiet_months", "time_zone"}:
        zone, in_doubt = ZoneInfo(program.time_zone), quiet.doubts(now=now)
        quiet.lengthen(months=program.quiet_months, zone=zone, now=now, in_doubt=in_doubt)


@receiver(program_changed, dispatch_uid="customers.announce_rules")
def announce_rules(*, changes: dict[str, Any], **kwargs: Any) -> None:
    """Who may be written to has changed for many at once."""
    if changes.keys() & {"opt_in_countries", "blocked_domains", "quiet_months"}:
        announcing.everybody()


@receiver(change_previewed, dispatch_uid="customers.tell_effects")
def tell_effects(
    *, stored: Program, proposed: Program, fields: Collection[str], now: datetime, **kwargs: Any
) -> dict[str, str]:
    """What other settings would do to customers."""
    return effects.told(stored=stored, proposed=proposed, fields=fields, now=now)


@receiver(sweep_due, dispatch_uid="customers.sweep")
def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool], **kwargs: Any) -> dict[str, int]:
    """Imported files, events and lost customers that were kept long enough."""
    return retention.sweep(program=program, now=now, is_over=is_over)
