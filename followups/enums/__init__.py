"""The codes of the follow-ups room."""

from followups.enums.advocacy import (
    USABLE,
    EndorsementKind,
    EndorsementState,
    PlanState,
    ReferralState,
)
from followups.enums.followup import (
    CLOSED,
    FIRST_CAUSES,
    ActivityKind,
    AlarmKind,
    DeadlineKind,
    DecisionCause,
    FollowUpState,
    Outcome,
    Recovery,
    Trait,
)
from followups.enums.message import MessageKind, MessageReason
from followups.enums.notification import NotificationKind
from followups.enums.playbook import (
    FINISHED_STEPS,
    Delay,
    OnlyIf,
    PlaybookState,
    RunState,
    StepKind,
    StepState,
    WaitsFor,
    Worker,
)

__all__ = [
    "CLOSED",
    "FINISHED_STEPS",
    "FIRST_CAUSES",
    "USABLE",
    "ActivityKind",
    "AlarmKind",
    "DeadlineKind",
    "DecisionCause",
    "Delay",
    "EndorsementKind",
    "EndorsementState",
    "FollowUpState",
    "MessageKind",
    "MessageReason",
    "NotificationKind",
    "OnlyIf",
    "Outcome",
    "PlanState",
    "PlaybookState",
    "Recovery",
    "ReferralState",
    "RunState",
    "StepKind",
    "StepState",
    "Trait",
    "WaitsFor",
    "Worker",
]
