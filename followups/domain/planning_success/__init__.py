"""A customer's success plan: what we promised to do, who does it, by when, and what came of it (T15)."""

from followups.domain.planning_success.adding import add
from followups.domain.planning_success.amending import amend
from followups.domain.planning_success.changing import change, drop, finish, reopen
from followups.domain.planning_success.guarding import (
    CannotOwn,
    CustomerGone,
    NothingSaid,
    NotTheirs,
    Over,
    PlanNotYours,
    StillOpen,
    owners,
)
from followups.domain.planning_success.leaving import leave
from followups.domain.planning_success.reading import (
    STATES,
    Tally,
    by_customer,
    in_state,
    of_customer,
    tally,
)
from followups.domain.planning_success.telling import page_of

__all__ = [
    "STATES",
    "CannotOwn",
    "CustomerGone",
    "NotTheirs",
    "NothingSaid",
    "Over",
    "PlanNotYours",
    "StillOpen",
    "Tally",
    "add",
    "amend",
    "by_customer",
    "change",
    "drop",
    "finish",
    "in_state",
    "leave",
    "of_customer",
    "owners",
    "page_of",
    "reopen",
    "tally",
]
