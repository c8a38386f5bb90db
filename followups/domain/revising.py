"""The customer changed the answer of which a follow-up was opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from core.scoring import Band
from followups.domain import alarms, assignment, history, locks, priority, sla
from followups.domain.working import closing, pausing
from followups.enums import ActivityKind, FollowUpState
from followups.models import Activity, FollowUp
from responses.enums import ResponseState

if TYPE_CHECKING:
    from datetime import datetime

    from responses.models import Response, Revision

MISSED_DAYS = timedelta(days=7)


def version_of(response: Response) -> int:
    """The number of the answer's latest version; 1 for answers that came without versions."""
    return response.revisions.order_by("-number").values_list("number", flat=True).first() or 1


def note_change(*, followup: FollowUp, now: datetime) -> bool:
    """Bring a follow-up up to date with its answer; False when it already is.

    The change enters the history ("answer changed from 3 to 9") and a waiting follow-up goes on.
    Before the first contact the priority is weighed anew and the deadline follows the customer's wish to
    be contacted or not. A closed one is reopened when the answer got worse, and when the customer asks for
    contact or has more to say; a better answer closes nothing: a person decides that.
    """
    with transaction.atomic():
        # A reopening takes the customer, and takes them first.
        locks.customer_of(followup)
        row = FollowUp.objects.select_for_update().get(pk=followup.pk)
        versions = list(row.response.revisions.order_by("number"))
        before = next((v for v in versions if v.number == _seen(row)), None)
        after = versions[-1] if versions else None
        if before is None or after is None or before.number == after.number:
            return False
        history.add(
            followup=row,
            kind=ActivityKind.ANSWER_CHANGED,
            actor=None,
            now=after.recorded_at,
            facts=_facts(before, after),
        )
        _react(row, before, after, now=now)
    return True


def note_missed(*, now: datetime) -> int:
    """Note the changed answers whose signal was lost in the last days; returns how many."""
    noted = Activity.objects.filter(
        followup=OuterRef("pk"),
        kind=ActivityKind.ANSWER_CHANGED,
        at__gte=OuterRef("response__revised_at"),
    )
    missed = FollowUp.objects.filter(
        ~Exists(noted), response__revised_at__gte=now - MISSED_DAYS, response__revised_at__gt=F("opened_at")
    )
    return sum(note_change(followup=followup, now=now) for followup in missed)


def _seen(followup: FollowUp) -> int:
    kinds = [ActivityKind.OPENED, ActivityKind.ANSWER_CHANGED]
    noted = followup.activities.filter(kind__in=kinds).values_list("facts", flat=True)
    return max((facts.get("version", 1) for facts in noted), default=1)


def _facts(before: Revision, after: Revision) -> dict[str, Any]:
    facts: dict[str, Any] = {"version": after.number, "from": before.score, "to": after.score}
    if before.reason != after.reason:
        facts["reason"] = "added" if not before.reason else "changed" if after.reason else "removed"
    if before.contact_me != after.contact_me:
        facts["contact_me"] = after.contact_me
    return facts


def _react(row: FollowUp, before: Revision, after: Revision, *, now: datetime) -> None:
    if row.is_closed:
        if note := _why_again(row, before, after):
            closing.reopen(followup=row, actor=None, note=note, now=now)
        return
    if row.state == FollowUpState.WAITING:
        pausing.resume(followup=row, actor=None, now=now)
    if row.first_contact_at is None:
        _weigh_again(row, before, after, now=now)
        if after.reason and before.reason != after.reason:
            # Somebody else may know more of what it is about; once only.
            assignment.reconsider(followup=row, now=now)


def _why_again(row: FollowUp, before: Revision, after: Revision) -> str:
    """Why a closed follow-up begins again; empty where it does not. Only a counted detractor's does."""
    if row.response.band != Band.DETRACTOR or row.response.state != ResponseState.COUNTED:
        return ""
    if row.customer and row.customer.erased_at:
        return ""
    if after.score < before.score:
        return f"The answer went from {before.score} to {after.score}."
    if after.contact_me and not before.contact_me:
        return "The customer asks to be contacted now."
    says_more = after.reason not in ("", before.reason)
    if says_more and after.contact_me and after.score == before.score:
        return "The customer said more."
    return ""


def _weigh_again(row: FollowUp, before: Revision, after: Revision, *, now: datetime) -> None:
    weighed = priority.of(response=row.response, now=now)
    row.priority, row.priority_reasons = weighed.points, weighed.reasons
    if before.contact_me != after.contact_me:
        rules = row.policy or sla.policy()
        wanted = sla.due_times(policy=rules, start=now, contact_wanted=True).contact
        row.contact_due_at = min(wanted, row.resolve_due_at) if after.contact_me else row.resolve_due_at
    if before.score != after.score:
        _hold_to_stricter(row, now=now)
    row.save(update_fields=["priority", "priority_reasons", "policy", "contact_due_at", "resolve_due_at"])
    alarms.rewind(row)


def _hold_to_stricter(row: FollowUp, *, now: datetime) -> None:
    """Another score may have a stricter policy: it holds from now on, and no deadline moves back."""
    rules = sla.policy_for(response=row.response, may_exempt=False)
    due = sla.due_times(policy=rules, start=now, contact_wanted=row.response.contact_me)
    if rules == row.policy or (due.contact >= row.contact_due_at and due.resolve >= row.resolve_due_at):
        return
    row.policy = rules
    row.contact_due_at = min(row.contact_due_at, due.contact)
    row.resolve_due_at = min(row.resolve_due_at, due.resolve)
    facts = {"words": f"The deadlines of “{rules}” hold from now on"}
    history.add(followup=row, kind=ActivityKind.DEADLINE, actor=None, now=now, facts=facts)
