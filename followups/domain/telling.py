"""The lines of a history in words: one sentence for pages, the API and exports alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from followups.enums import FIRST_CAUSES, ActivityKind, FollowUpState, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from followups.models import Activity


def headline(activity: Activity) -> str:
    """What happened, without who and when: "Called, nobody answered"."""
    return WORDS[ActivityKind(activity.kind)](activity.facts)


def _opened(facts: dict[str, Any]) -> str:
    opened = "Opened by hand" if facts.get("by_hand") else "Opened"
    return f"{opened} for an answer of {facts['score']}" if "score" in facts else opened


def _assigned(facts: dict[str, Any]) -> str:
    if words := facts.get("words"):
        return str(words)
    if not facts.get("to"):
        return f"Waits for an owner: {facts.get('from_name', 'the former one')} no longer works follow-ups"
    before = f" (before: {facts['from_name']})" if facts.get("from_name") else ""
    return f"Assigned to {facts['to_name']}{before}"


def _call(facts: dict[str, Any]) -> str:
    return "Called and talked" if facts.get("reached") else "Called, nobody answered"


def _state(facts: dict[str, Any]) -> str:
    if facts.get("erased"):
        return "Closed: the customer was erased"
    if facts.get("not_counted"):
        return "Closed: the answer was left out of the numbers"
    if facts.get("wait_over"):
        return "The wait is over: the clock goes on"
    return {
        FollowUpState.WAITING.value: "Waits for the customer",
        FollowUpState.IN_PROGRESS.value: "Goes on",
        FollowUpState.UNREACHABLE.value: "Closed: could not be reached",
    }.get(facts.get("to", ""), "Changed the state")


def _answer_changed(facts: dict[str, Any]) -> str:
    parts = []
    if facts.get("from") != facts.get("to"):
        parts.append(f"answer changed from {facts['from']} to {facts['to']}")
    if facts.get("reason"):
        parts.append(f"reason {facts['reason']}")
    if "contact_me" in facts:
        parts.append("wants to be contacted now" if facts["contact_me"] else "asked not to be contacted")
    sentence = ", ".join(parts) or "answered again"
    return sentence[0].upper() + sentence[1:]


def _resolved(facts: dict[str, Any]) -> str:
    if "root_cause" not in facts:
        return "Resolved"
    cause = facts.get("cause") or dict(FIRST_CAUSES).get(facts["root_cause"], facts["root_cause"])
    return f"Resolved: {Outcome(facts['outcome']).label}. Cause: {cause}"


WORDS: dict[ActivityKind, Callable[[dict[str, Any]], str]] = {
    ActivityKind.OPENED: _opened,
    ActivityKind.ASSIGNED: _assigned,
    ActivityKind.CALL: _call,
    ActivityKind.EMAIL: lambda facts: "Wrote an e-mail",
    ActivityKind.NOTE: lambda facts: "Noted",
    ActivityKind.STATE: _state,
    ActivityKind.ANSWER_CHANGED: _answer_changed,
    ActivityKind.RESOLVED: _resolved,
    ActivityKind.REOPENED: lambda facts: "Reopened",
    ActivityKind.MESSAGE: lambda facts: facts.get("words") or f"Wrote “{facts['subject']}”",
    ActivityKind.SNOOZED: lambda facts: facts.get("words", "Snoozed"),
    ActivityKind.DEADLINE: lambda facts: facts.get("words", "Deadline"),
    ActivityKind.STEP: lambda facts: facts.get("words", "Playbook step"),
    ActivityKind.THEME: lambda facts: facts.get("words", "Themes changed"),
    ActivityKind.CASE: lambda facts: facts.get("words", "Support case"),
    ActivityKind.PLAN: lambda facts: facts.get("words", "Success plan"),
    ActivityKind.CONSENT: lambda facts: facts.get("words", "Consent"),
    ActivityKind.RECOVERY: lambda facts: facts.get("words", "Answered again"),
}
