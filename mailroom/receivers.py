"""What the mailroom does when the rooms below it, or a mail provider, tell it something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from mailroom.domain import retention
from team.signals import change_previewed, sweep_due

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from team.models import Program


@receiver(change_previewed, dispatch_uid="mailroom.tell_effects")
def tell_effects(
    *, proposed: Program, fields: Collection[str], now: datetime, **kwargs: Any
) -> dict[str, str]:
    """How many mails other settings would remove."""
    return retention.effects(program=proposed, fields=fields, now=now)


@receiver(sweep_due, dispatch_uid="mailroom.sweep")
def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool], **kwargs: Any) -> dict[str, int]:
    """Mails and events that were kept long enough."""
    return retention.sweep(program=program, now=now, is_over=is_over)
