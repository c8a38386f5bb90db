"""Ready-made playbooks: a path for every band, and one for those who left (T26).

Each becomes a draft with which a manager does what they want. Their messages come from the ready-made
templates of the same codes, which are made when the first playbook needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.playbooks import editing
from followups.domain.playbooks.starters import detractors, leavers, passives, promoters

if TYPE_CHECKING:
    from datetime import datetime

    from followups.domain.playbooks.starters.starter import Starter
    from followups.models import Playbook
    from team.models import User

STARTERS: tuple[Starter, ...] = (
    *detractors.STARTERS,
    *passives.STARTERS,
    *promoters.STARTERS,
    *leavers.STARTERS,
)


class UnknownStarter(ValueError):
    """No ready-made playbook has this code."""


def named(code: str) -> Starter:
    """One ready-made playbook. Raises UnknownStarter."""
    for starter in STARTERS:
        if starter.code == code:
            return starter
    raise UnknownStarter(code)


def use(*, code: str, actor: User | None, now: datetime) -> Playbook:
    """A draft made from a ready-made playbook, with the templates that it needs. Raises UnknownStarter."""
    plan = named(code).plan(actor=actor, now=now)
    try:
        return editing.create(plan=plan, actor=actor, now=now)
    except editing.NameTaken:
        other = editing.renamed(plan, editing.free_name(plan.name))
        return editing.create(plan=other, actor=actor, now=now)
