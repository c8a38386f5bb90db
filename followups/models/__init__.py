"""What we do about it."""

from followups.models.followup import Activity, AssignmentDecision, FollowUp
from followups.models.rep import Rep
from followups.models.sla import SlaPolicy

__all__ = ["Activity", "AssignmentDecision", "FollowUp", "Rep", "SlaPolicy"]
