"""Saving a campaign: a new one is a draft; a running one is planned anew under its new rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from mailroom.enums import OutboxState
from surveys.enums import CampaignState, Reason
from surveys.models import Campaign, Invitation
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from team.models import User

# What decides whom an occasion belongs to and when: planned rows of the old schedule mean nothing then.
SCHEDULE = (
    "schedule_kind",
    "event_name",
    "delay_hours",
    "include_backlog",
    "date_field",
    "offset_days",
    "window_days",
)
FACTS = (
    "name",
    "survey",
    "stages",
    *SCHEDULE,
    "quiet_rule",
    "priority",
    "daily_cap",
    "weekdays",
    "opens_at",
    "closes_at",
    "link_days",
)
EDITABLE = [CampaignState.DRAFT, CampaignState.ACTIVE, CampaignState.PAUSED]


class NameTaken(Exception):
    """Another campaign has this name."""


class NotEditable(Exception):
    """The campaign has ended."""


def create(*, facts: Mapping[str, Any], actor: User, now: datetime) -> Campaign:
    """Store a draft. `facts` are FACTS, validated before. Raises NameTaken."""
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(**facts, created_by=actor, created_at=now)
            audit.log(actor=actor, action="campaign.create", subject=campaign, now=now)
    except IntegrityError as problem:
        raise _named(problem, facts, other_than=None) from problem
    return campaign


def change(
    *, campaign: Campaign, facts: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Set FACTS on a campaign that has not ended, and return what differs.

    A running claim finishes first. Planned mails of another schedule are cancelled and planned anew;
    all others are judged under the new rules when their turn comes. Raises NameTaken, NotEditable.
    """
    try:
        with transaction.atomic():
            Program.objects.locked()
            stored = Campaign.objects.select_related("survey").get(pk=campaign.pk)
            changes = audit.differences({name: getattr(stored, name) for name in FACTS}, dict(facts))
            if changes:
                _write(stored, {name: facts[name] for name in changes}, now)
                audit.log(actor=actor, action="campaign.change", subject=stored, now=now, changes=changes)
    except IntegrityError as problem:
        raise _named(problem, facts, other_than=campaign.pk) from problem
    return changes


def _write(campaign: Campaign, facts: dict[str, Any], now: datetime) -> None:
    rung = {"plan_due_at": now} if campaign.state == CampaignState.ACTIVE else {}
    if Campaign.objects.filter(pk=campaign.pk, state__in=EDITABLE).update(**facts, **rung) != 1:
        raise NotEditable
    if facts.keys() & set(SCHEDULE):
        # Rows that were tried already stay: proof that they arrived may still turn up.
        Invitation.objects.filter(campaign=campaign, state=OutboxState.PLANNED, attempts=0).update(
            state=OutboxState.CANCELLED, reason=Reason.DATE_MOVED, planned_at=now
        )


def _named(problem: IntegrityError, facts: Mapping[str, Any], *, other_than: int | None) -> Exception:
    holder = Campaign.objects.filter(name=facts["name"]).first()
    return NameTaken() if holder and holder.pk != other_than else problem
