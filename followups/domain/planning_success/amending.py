"""Several things about one item at once, all or none: how other programs change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from followups.domain.planning_success import changing
from followups.enums import PlanState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from followups.models import PlanItem
    from team.models import User


def amend(
    *,
    item: PlanItem,
    facts: Mapping[str, Any],
    state: str,
    outcome: str,
    actor: User | None,
    now: datetime,
) -> PlanItem:
    """Change what is in `facts`, and bring it into `state`; what is there already stays as it is.

    `outcome` says what came of it, or why it is dropped. Raises what the four verbs of `changing` do.
    """
    common: dict[str, Any] = {"item": item, "actor": actor, "now": now}
    with transaction.atomic():
        row = item
        if state == PlanState.OPEN and not item.is_open:
            row = changing.reopen(**common)
        if facts:
            row = changing.change(facts=facts, **common)
        if state == PlanState.DONE and item.state != state:
            row = changing.finish(outcome=outcome, **common)
        if state == PlanState.DROPPED and item.state != state:
            row = changing.drop(reason=outcome, **common)
    return row
