"""What was done about somebody's answers, what was written to them, and what they did for us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from customers.domain.person_data import rows_of
from followups.models import (
    Activity,
    Alarm,
    Endorsement,
    Exemption,
    FollowUp,
    Message,
    Notification,
    PlanItem,
    Referral,
    Run,
    StepRun,
)

if TYPE_CHECKING:
    from customers.domain.person_data import Data
    from customers.models import Customer

# Who was given the work, and who did it, is about staff.
STAFF = ["assignee", "accountable", "actor", "opened_by", "finished_by", "recorded_by", "author", "owner"]
# What a row was for is told with that row.
ROWS = ["followup", "step_run", "run", "step", "template", "customer", "contact"]


def collect(customer: Customer) -> Data:
    """Every row of this room about the person."""
    theirs = {"customer": customer}
    told = Q(followup__customer=customer) | Q(step_run__run__customer=customer)
    without = [*STAFF, *ROWS]
    return {
        "Follow-ups": rows_of(FollowUp.objects.filter(**theirs), without=without),
        "What was done": rows_of(Activity.objects.filter(followup__customer=customer), without=without),
        "Deadlines that were told": rows_of(
            Alarm.objects.filter(followup__customer=customer), without=without
        ),
        "Answers that opened no follow-up": rows_of(
            Exemption.objects.filter(response__customer=customer), without=without
        ),
        "Messages": rows_of(Message.objects.filter(**theirs), without=[*without, "nonce"]),
        "Playbooks": rows_of(Run.objects.filter(**theirs), without=without),
        "Steps of playbooks": rows_of(
            StepRun.objects.filter(run__customer=customer), without=[*without, "terms"]
        ),
        "What the staff was told": rows_of(
            Notification.objects.filter(told), without=[*without, "recipient", "key"]
        ),
        "Consents to be quoted": rows_of(Endorsement.objects.filter(**theirs), without=without),
        "Recommendations": rows_of(
            Referral.objects.filter(Q(advocate=customer) | Q(referred=customer)), without=without
        ),
        "Success plan": rows_of(PlanItem.objects.filter(**theirs), without=without),
    }
