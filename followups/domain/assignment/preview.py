"""What other points would have changed: the latest choices, made again with what was known then."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from followups.domain import ranking
from followups.enums import Trait
from followups.models import AssignmentDecision

if TYPE_CHECKING:
    from collections.abc import Mapping

LATEST = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """A choice that would come out otherwise."""

    decision: AssignmentDecision
    instead: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Of so many choices these would come out otherwise."""

    looked_at: int
    turns: list[Turn]


def preview(*, points: ranking.Points) -> Preview:
    """Make the latest choices again under these points.

    Loads, languages and all else are what they were at the time; a trait that did not count then gives
    nothing.
    """
    made = AssignmentDecision.objects.exclude(chosen=None).exclude(rules={})
    latest = list(made.select_related("followup__customer", "chosen").order_by("-pk")[:LATEST])
    turns = []
    for decision in latest:
        best = min(decision.scores, key=lambda row: _order(row, points))
        # Of equal ones, or where the best lost the last place to somebody else, nothing turns.
        first = min(decision.scores, key=lambda row: _order(row, _points_then(decision.rules)))
        if best["user"] not in (decision.chosen_id, first["user"]):
            turns.append(Turn(decision, best["name"]))
    return Preview(len(latest), turns)


def _order(row: Mapping[str, Any], points: ranking.Points) -> tuple[bool, int, Fraction, int]:
    shares = {trait: Fraction(share) for trait, share in row["shares"].items()}
    goes_first = points.owner_first and shares.get(Trait.ACCOUNT_OWNER.value) == ranking.WHOLE
    total = sum(ranking.worth(shares, points).values())
    return ranking.order(goes_first, total, shares.get(Trait.LOAD.value, ranking.NONE), row["user"])


def _points_then(rules: Mapping[str, Any]) -> ranking.Points:
    return ranking.Points(by_trait=rules["points"], owner_first=rules["owner_first"])
