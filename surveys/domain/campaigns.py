"""A campaign's life: activate, pause, resume, end. Each says what happens to what is planned, and does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mailroom.enums import OutboxState
from surveys.domain import planning
from surveys.enums import CampaignChannel, CampaignState, Reason
from surveys.models import Campaign, Reminder
from surveys.signals import campaign_changed
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import ApiKey, User

MOVES = {
    "activate": ([CampaignState.DRAFT], CampaignState.ACTIVE),
    "pause": ([CampaignState.ACTIVE], CampaignState.PAUSED),
    "resume": ([CampaignState.PAUSED], CampaignState.ACTIVE),
    "end": ([CampaignState.ACTIVE, CampaignState.PAUSED], CampaignState.ENDED),
}


class NotPossible(Exception):
    """The campaign is not in a state from which this can be done, or something it needs is missing."""


def obstacles(*, campaign: Campaign, program: Program) -> list[str]:
    """What keeps a campaign from being activated, in words; empty when nothing does."""
    found = []
    if not campaign.survey.texts.exists():
        found.append(f"The survey “{campaign.survey}” has no text in any language yet.")
    if campaign.channel == CampaignChannel.EMAIL:
        found += _against_mails(campaign, program)
    return found


def _against_mails(campaign: Campaign, program: Program) -> list[str]:
    found = []
    if not program.postal_address:
        found.append("Every mail must carry your postal address: add it under Settings, Program.")
    if not (campaign.survey.sender_email or program.sender_email):
        found.append("Mails need a sender address: add it under Settings, Program.")
    if not campaign.weekdays:
        found.append("The campaign may send on no weekday: choose at least one.")
    if campaign.tests_subject and not campaign.survey.texts.exclude(subject_b="").exists():
        found.append(
            f"It tests two subjects, and the survey “{campaign.survey}” has but one: write a second."
        )
    return found


def activate(*, campaign: Campaign, actor: User | ApiKey, now: datetime) -> Campaign:
    """Start planning and sending. Raises NotPossible, naming what is missing."""
    missing = obstacles(campaign=campaign, program=Program.objects.current())
    if missing:
        raise NotPossible(" ".join(missing))
    return _move(campaign, "activate", actor, now, activated_at=now, plan_due_at=now)


def pause(*, campaign: Campaign, actor: User | ApiKey | None, now: datetime, reason: str = "") -> Campaign:
    """Plan and send nothing until resumed; planned rows stay and may become too late meanwhile.

    Without an actor the program does it by itself, for this `reason`, which people are shown.
    """
    return _move(campaign, "pause", actor, now, paused_reason=reason)


def resume(*, campaign: Campaign, actor: User | ApiKey, now: datetime) -> Campaign:
    """Go on. Rows whose window closed meanwhile expire; the others leave under the same limits as ever.

    Bounces and complaints of mails before this do not pause it again.
    """
    return _move(campaign, "resume", actor, now, plan_due_at=now, paused_reason="", watched_from=now)


def end(*, campaign: Campaign, actor: User | ApiKey, now: datetime) -> Campaign:
    """Stop for good: planned mails and reminders are cancelled; links that were mailed stay open."""
    with transaction.atomic():
        ended = _move(campaign, "end", actor, now, ended_at=now)
        planning.cancel_left_over(now=now)
        reminders = Reminder.objects.filter(invitation__campaign=ended, state=OutboxState.PLANNED)
        reminders.update(state=OutboxState.CANCELLED, reason=Reason.CAMPAIGN_ENDED, planned_at=now)
    return ended


def _move(
    campaign: Campaign, verb: str, actor: User | ApiKey | None, now: datetime, **facts: object
) -> Campaign:
    sources, target = MOVES[verb]
    with transaction.atomic():
        # Claims hold this row: once we have it, none is under way, and "paused" is true from now on.
        Program.objects.locked()
        moved = Campaign.objects.filter(pk=campaign.pk, state__in=sources).update(state=target, **facts)
        campaign.refresh_from_db()
        if moved != 1:
            raise NotPossible(
                f"“{campaign}” is {campaign.get_state_display().lower()}: it cannot {verb} now."
            )
        because = {"paused_reason": facts["paused_reason"]} if facts.get("paused_reason") else None
        audit.log(actor=actor, action=f"campaign.{verb}", subject=campaign, now=now, changes=because)
        transaction.on_commit(lambda: campaign_changed.send_robust(Campaign, campaign=campaign))
    return campaign
