"""Saving a campaign: a new one is a draft; a running one is planned anew under its new rules."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from mailroom.enums import OutboxState
from surveys.domain.candidates import against
from surveys.enums import CampaignState, Reason
from surveys.models import Campaign, Invitation, Reminder
from team.domain import audit
from team.models import Program, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from surveys.querysets import InvitationQuerySet, ReminderQuerySet
    from team.models import ApiKey

# What decides whom an occasion belongs to and when: planned rows of the old schedule mean nothing then.
SCHEDULE = (
    "schedule_kind",
    "event_name",
    "delay_hours",
    "include_backlog",
    "date_field",
    "offset_days",
    "window_days",
    "cycle_months",
    "cycle_anchor_on",
    "wave_dates",
    "rotation",
)
FACTS = (
    "name",
    "survey",
    "channel",
    "audience",
    "stages",
    "sample_percent",
    *SCHEDULE,
    "quiet_rule",
    "priority",
    "reserves",
    "daily_cap",
    "warm_up_first",
    "warm_up_growth",
    "weekdays",
    "opens_at",
    "closes_at",
    "skips_holidays",
    "link_days",
    "reminder_days",
    "tests_subject",
)
EDITABLE = [CampaignState.DRAFT, CampaignState.ACTIVE, CampaignState.PAUSED]
# These never change once a campaign has begun: its answers and placements belong to its channel.
FIXED_WHEN_LIVE = ("channel",)


class NameTaken(Exception):
    """Another campaign has this name."""


class NotEditable(Exception):
    """The campaign has ended."""


class ChannelFixed(Exception):
    """A campaign that was activated keeps its channel."""


def create(*, facts: Mapping[str, Any], actor: User | ApiKey, now: datetime) -> Campaign:
    """Store a draft. `facts` are FACTS, validated before. Raises NameTaken."""
    author = actor if isinstance(actor, User) else None
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(**facts, created_by=author, created_at=now)
            audit.log(actor=actor, action="campaign.create", subject=campaign, now=now)
    except IntegrityError as problem:
        raise _named(problem, facts, other_than=None) from problem
    return campaign


def change(
    *, campaign: Campaign, facts: Mapping[str, Any], actor: User | ApiKey, now: datetime
) -> dict[str, list[Any]]:
    """Set FACTS on a campaign that has not ended, and return what differs.

    A running claim finishes first. Planned mails of another schedule are cancelled and planned anew, and
    so are planned reminders for other days; all else is judged under the new rules when its turn comes.
    Raises NameTaken, NotEditable, ChannelFixed.
    """
    try:
        with transaction.atomic():
            Program.objects.locked()
            stored = Campaign.objects.select_related("survey", "audience").get(pk=campaign.pk)
            changes = differences(stored, facts)
            if changes:
                _write(stored, {name: facts[name] for name in changes}, now)
                audit.log(actor=actor, action="campaign.change", subject=stored, now=now, changes=changes)
    except IntegrityError as problem:
        raise _named(problem, facts, other_than=campaign.pk) from problem
    return changes


def differences(campaign: Campaign, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What these facts would change: {fact: [before, after]}."""
    return audit.differences({name: getattr(campaign, name) for name in FACTS}, dict(facts))


def planned_mails(campaign: Campaign) -> int:
    """How many planned mails another schedule would cancel; those that were tried already stay."""
    return _planned_mails(campaign).count()


def planned_reminders(campaign: Campaign) -> int:
    """How many planned reminders other days would cancel."""
    return _planned_reminders(campaign).count()


def drawn_by(campaign: Campaign, *, percent: int, now: datetime) -> int:
    """How many that the share has left out a larger one would look at again: their occasion is still open."""
    if percent <= campaign.sample_percent:
        return 0
    larger = copy(campaign)
    larger.sample_percent = percent
    left_out = Invitation.objects.filter(
        campaign=campaign, state=OutboxState.SKIPPED, reason=Reason.NOT_SAMPLED
    )
    return left_out.filter(against.in_sample(larger, "customer__"), expires_at__gt=now).count()


def _planned_mails(campaign: Campaign) -> InvitationQuerySet:
    # Rows that were tried already stay: proof that they arrived may still turn up.
    return Invitation.objects.waiting().filter(campaign=campaign, attempts=0)


def _planned_reminders(campaign: Campaign) -> ReminderQuerySet:
    return Reminder.objects.filter(invitation__campaign=campaign, state=OutboxState.PLANNED, attempts=0)


def _write(campaign: Campaign, facts: dict[str, Any], now: datetime) -> None:
    if campaign.activated_at and facts.keys() & set(FIXED_WHEN_LIVE):
        raise ChannelFixed
    rung = {"plan_due_at": now} if campaign.state == CampaignState.ACTIVE else {}
    if Campaign.objects.filter(pk=campaign.pk, state__in=EDITABLE).update(**facts, **rung) != 1:
        raise NotEditable
    cancelled = {"state": OutboxState.CANCELLED, "reason": Reason.SCHEDULE_CHANGED, "planned_at": now}
    if facts.keys() & set(SCHEDULE):
        _planned_mails(campaign).update(**cancelled)
    if "reminder_days" in facts:
        _planned_reminders(campaign).update(**cancelled)


def _named(problem: IntegrityError, facts: Mapping[str, Any], *, other_than: int | None) -> Exception:
    holder = Campaign.objects.filter(name=facts["name"]).first()
    return NameTaken() if holder and holder.pk != other_than else problem
