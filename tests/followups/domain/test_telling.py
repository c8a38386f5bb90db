"""The history in words."""

from __future__ import annotations

import pytest

from followups.domain import telling
from followups.enums import ActivityKind
from followups.models import Activity


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        (ActivityKind.OPENED, {"score": 3, "version": 1}, "Opened for an answer of 3"),
        (ActivityKind.OPENED, {}, "Opened"),
        (ActivityKind.ASSIGNED, {"to": 1, "to_name": "Ines"}, "Assigned to Ines"),
        (
            ActivityKind.ASSIGNED,
            {"to": 2, "to_name": "Omar", "from_name": "Ines"},
            "Assigned to Omar (before: Ines)",
        ),
        (
            ActivityKind.ASSIGNED,
            {"to": None, "from_name": "Ines"},
            "Waits for an owner: Ines no longer works follow-ups",
        ),
        (ActivityKind.CALL, {"reached": True}, "Called and talked"),
        (ActivityKind.CALL, {"reached": False}, "Called, nobody answered"),
        (ActivityKind.EMAIL, {}, "Wrote an e-mail"),
        (ActivityKind.NOTE, {}, "Noted"),
        (ActivityKind.STATE, {"to": "waiting"}, "Waits for the customer"),
        (ActivityKind.STATE, {"to": "unreachable", "erased": True}, "Closed: the customer was erased"),
        (ActivityKind.ANSWER_CHANGED, {"from": 3, "to": 9}, "Answer changed from 3 to 9"),
        (
            ActivityKind.ANSWER_CHANGED,
            {"from": 3, "to": 3, "reason": "added", "contact_me": False},
            "Reason added, asked not to be contacted",
        ),
        (ActivityKind.ANSWER_CHANGED, {"from": 3, "to": 3}, "Answered again"),
        (
            ActivityKind.RESOLVED,
            {"root_cause": "price", "outcome": "explained"},
            "Resolved: Explained, nothing to change. Cause: Price or contract",
        ),
        (ActivityKind.REOPENED, {}, "Reopened"),
    ],
)
def test_headline_says_what_happened(kind: ActivityKind, facts: dict[str, object], words: str) -> None:
    """G82, G83."""
    assert telling.headline(Activity(kind=kind, facts=facts)) == words


def test_every_kind_has_words() -> None:
    assert set(telling.WORDS) == set(ActivityKind)
