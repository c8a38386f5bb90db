"""What we do about it."""

from followups.models.advocacy import Endorsement, PlanItem, Referral
from followups.models.assignment import AssignmentRules, CustomTrait
from followups.models.exemption import Exemption
from followups.models.followup import Activity, Alarm, AssignmentDecision, FollowUp, Seen
from followups.models.message import Message, MessageTemplate, MessageText
from followups.models.notification import Notification, NotificationChoice
from followups.models.playbook import Playbook, Run, Step, StepRun
from followups.models.rep import Rep
from followups.models.sla import OfficeHours, RootCause, SlaPolicy
from followups.models.view import SavedView

__all__ = [
    "Activity",
    "Alarm",
    "AssignmentDecision",
    "AssignmentRules",
    "CustomTrait",
    "Endorsement",
    "Exemption",
    "FollowUp",
    "Message",
    "MessageTemplate",
    "MessageText",
    "Notification",
    "NotificationChoice",
    "OfficeHours",
    "PlanItem",
    "Playbook",
    "Referral",
    "Rep",
    "RootCause",
    "Run",
    "SavedView",
    "Seen",
    "SlaPolicy",
    "Step",
    "StepRun",
]
