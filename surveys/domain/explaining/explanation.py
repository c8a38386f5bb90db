"""Why somebody is or is not asked: every rule with its answer, and the sum of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign, Invitation


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: whether it lets this customer through, in words, and until when it does not.

    `name` is its code in the API. `until` is empty where nobody can say.
    """

    name: str
    label: str
    passed: bool
    detail: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All rules of one campaign for one customer at one instant.

    `verdict` says in a sentence what comes of them. `first_possible_at` is when a mail could leave as
    things stand: now, later, or None when nothing that is known leads to one. `row` is the invitation
    that it is about, if one is written.
    """

    campaign: Campaign
    rules: tuple[Rule, ...]
    verdict: str
    first_possible_at: datetime | None
    is_asked_now: bool
    row: Invitation | None = None

    @property
    def against(self) -> tuple[Rule, ...]:
        """The rules that do not let them through."""
        return tuple(rule for rule in self.rules if not rule.passed)

    @property
    def passing(self) -> tuple[Rule, ...]:
        """The rules that let them through."""
        return tuple(rule for rule in self.rules if rule.passed)

    @property
    def blocked_until(self) -> datetime | None:
        """The latest date that a rule names; None when none blocks, or when one has no end."""
        ends = [rule.until for rule in self.against]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None
