"""The program's settings."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.db import transaction

from team.domain import audit
from team.models import Program
from team.signals import change_previewed, program_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from team.models import User

# What decides the stage a customer is in.
THRESHOLDS = ("new_customer_days", "renewal_days", "advocate_purchases", "advocate_months")
# What the page "Program" shows beside the thresholds.
IDENTITY = (
    "company",
    "product",
    "time_zone",
    "sender_name",
    "sender_email",
    "reply_to",
    "postal_address",
    "privacy_url",
)
# Whom we may write to, and how often.
CONTACT_RULES = ("quiet_months", "opt_in_countries", "blocked_domains", "account_most", "account_days")
# How long things are kept.
RETENTION = (
    "keep_mails_days",
    "keep_opens_days",
    "keep_files_days",
    "keep_events_months",
    "keep_usage_months",
    "keep_lost_months",
)
SETTINGS = (*IDENTITY, *THRESHOLDS, *CONTACT_RULES, *RETENTION)


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
        if changes.keys() & {"time_zone", *RETENTION}:
            # Whoever wants things gone sooner does not wait for tomorrow's sweep.
            program.swept_on = None
        program.save(update_fields=[*changes, "stages_refreshed_on", "swept_on"])
        audit.log(actor=actor, action="program.change", subject=program, now=now, changes=changes)
        program_changed.send(sender=Program, program=program, changes=changes, now=now)
    return changes


def preview(*, facts: Mapping[str, Any], fields: Collection[str], now: datetime) -> dict[str, list[str]]:
    """What these settings would do, in sentences by field, told by the rooms above; changes nothing.

    Of the `fields` that a page shows, each room tells what it knows, whether or not they differ.
    """
    stored = Program.objects.current()
    proposed = copy(stored)
    for name in fields:
        setattr(proposed, name, facts.get(name, getattr(stored, name)))
    told: dict[str, list[str]] = {name: [] for name in fields}
    answers: list[tuple[Any, Any]] = change_previewed.send(
        Program, stored=stored, proposed=proposed, fields=fields, now=now
    )
    for _, effects in answers:
        for name, sentence in effects.items():
            told[name].append(sentence)
    return told
