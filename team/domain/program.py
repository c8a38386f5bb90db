"""The program's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from team.domain import audit
from team.models import Program
from team.signals import program_changed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from team.models import User

# What decides the stage a customer is in.
THRESHOLDS = ("new_customer_days", "renewal_days", "advocate_purchases", "advocate_months")
SETTINGS = (
    "company",
    "product",
    "time_zone",
    "sender_name",
    "sender_email",
    "reply_to",
    "postal_address",
    "privacy_url",
    "quiet_months",
    *THRESHOLDS,
)


def change(*, facts: Mapping[str, Any], actor: User, now: datetime) -> dict[str, list[Any]]:
    """Set some of SETTINGS, validated before, and return what differs.

    Waits for a running claim and keeps the next one waiting: a send sees the old settings or the new.
    """
    with transaction.atomic():
        program = Program.objects.locked()
        before = {name: getattr(program, name) for name in SETTINGS}
        changes = audit.differences(before, {name: facts[name] for name in SETTINGS if name in facts})
        if not changes:
            return {}
        for name in changes:
            setattr(program, name, facts[name])
        if changes.keys() & {"time_zone", *THRESHOLDS}:
            # The next refresh then sorts everybody again instead of waiting for tomorrow.
            program.stages_refreshed_on = None
        program.save(update_fields=[*changes, "stages_refreshed_on"])
        audit.log(actor=actor, action="program.change", subject=program, now=now, changes=changes)
        program_changed.send(sender=Program, program=program, changes=changes, now=now)
    return changes
