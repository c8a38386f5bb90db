"""A month of playbooks: what answers began, what left, what people did, and what waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from followups.domain import playbooks
from followups.domain.playbooks import starters, steering
from followups.models import Message, StepRun
from mailroom.enums import OutboxState
from responses.models import Response

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from team.models import User

A_MONTH = 30
ACTIVE = (
    "detractor-winback",
    "detractor-support-case",
    "detractor-escalation",
    "passive-incentive",
    "passive-news",
    "promoter-case-study",
    "promoter-review",
    "promoter-expansion",
    "loss-exit",
)
DRAFTS = ("promoter-referral", "promoter-speaker")
DONE = (
    "Talked on the phone, all clear now.",
    "Wrote down what they need next quarter.",
    "They were glad to hear from us.",
    "",
)


def walk(*, actor: User, random: Random, now: datetime) -> None:
    """Activate playbooks as of a month ago, and live through the days since. Nothing is mailed."""
    since = now - timedelta(days=A_MONTH)
    for code in ACTIVE:
        playbook = starters.use(code=code, actor=actor, now=since)
        steering.activate(playbook=playbook, actor=actor, now=since)
    for code in DRAFTS:
        starters.use(code=code, actor=actor, now=now)
    answers = Response.objects.filter(answered_at__gte=since).order_by("answered_at", "pk")
    for response_id, answered_at in answers.values_list("pk", "answered_at"):
        playbooks.begin_for(response_id=response_id, now=answered_at)
    for day in range(1, A_MONTH + 1):
        today = since + timedelta(days=day)
        playbooks.advance(now=today)
        _work(today, random)
    # They left in their time: the sample mails nobody.
    left = Message.objects.filter(step_run__isnull=False, state=OutboxState.PLANNED)
    left.update(
        state=OutboxState.SENT, sent_at=F("send_after"), attempt_started_at=F("send_after"), attempts=1
    )


def _work(today: datetime, random: Random) -> None:
    """People do most of what they have had for two days, and leave some of it out."""
    old = StepRun.objects.tasks().filter(ready_at__lte=today - timedelta(days=2)).exclude(assignee=None)
    for step in old.select_related("assignee").order_by("pk"):
        actor, chance = step.assignee, random.random()
        if actor is None or chance > 0.45:
            continue
        if chance < 0.06:
            playbooks.skip(step_run=step, actor=actor, reason="Not the right moment for them.", now=today)
        else:
            playbooks.finish(step_run=step, actor=actor, note=random.choice(DONE), now=today)
