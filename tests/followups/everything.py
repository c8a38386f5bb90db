"""A row about one customer in every table of this room that a way leads to from a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.enums import (
    ActivityKind,
    AlarmKind,
    DeadlineKind,
    EndorsementKind,
    EndorsementState,
    NotificationKind,
    RunState,
    StepKind,
    StepState,
)
from followups.models import (
    Activity,
    Alarm,
    Endorsement,
    Exemption,
    Notification,
    PlanItem,
    Playbook,
    Referral,
    Run,
    Seen,
    StepRun,
)
from tests.factories.messages import MessageFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import FollowUp


def follow(followup: FollowUp) -> None:
    """All that this room may hold about the customer of a follow-up, each naming Maya."""
    customer, answer, user = followup.customer, followup.response, UserFactory.create()
    assert customer
    words = {"subject": "Dear Maya", "message": 1, "words": "Wrote “Dear Maya”"}
    for kind in (ActivityKind.MESSAGE, ActivityKind.CASE, ActivityKind.PLAN):
        Activity.objects.create(followup=followup, at=NOW, kind=kind, facts=words)
    Alarm.objects.create(
        followup=followup, deadline=DeadlineKind.CONTACT, kind=AlarmKind.WARNED, due_at=NOW, at=NOW
    )
    Seen.objects.create(user=user, followup=followup, at=NOW)
    Exemption.objects.create(response=answer, reason="left out by policy", at=NOW)
    playbook, _ = Playbook.objects.get_or_create(name="Understand")
    run = Run.objects.create(
        playbook=playbook,
        response=answer,
        customer=customer,
        followup=followup,
        state=RunState.RUNNING,
        started_at=NOW,
    )
    step = StepRun.objects.create(
        run=run, position=1, kind=StepKind.MESSAGE, title="Write", state=StepState.READY, note="Maya is away"
    )
    MessageFactory.create(
        customer=customer,
        followup=followup,
        step_run=step,
        subject="Dear Maya",
        body="Hello Maya",
        last_error="450 Maya",
    )
    Notification.objects.create(
        recipient=user,
        kind=NotificationKind.ASSIGNED,
        key=f"assigned:{followup.pk}",
        title="Maya is yours",
        text="Maya says: slow",
        followup=followup,
        send_after=NOW,
    )
    Endorsement.objects.create(
        customer=customer,
        kind=EndorsementKind.QUOTE,
        state=EndorsementState.AGREED,
        quote="Maya loves it",
        evidence="Maya’s e-mail",
        agreed_at=NOW,
    )
    Referral.objects.create(advocate=customer, company="Other Ltd.", note="Maya knows them", named_on=NOW)
    PlanItem.objects.create(customer=customer, followup=followup, title="Train Maya’s team", text="Maya asks")
