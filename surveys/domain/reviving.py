"""Which decided rows a new look may change, and which are decided for good; as SQL and as a condition."""

from __future__ import annotations

from django.db.models import Q

from mailroom.enums import OutboxState
from surveys.enums import CURABLE, RESERVED_FOR, Reason

# What happened can happen only once: these are never looked at again.
DONE = [
    OutboxState.CLAIMED.value,
    OutboxState.SENT.value,
    OutboxState.UNKNOWN.value,
    OutboxState.FAILED.value,
    OutboxState.EXPIRED.value,
]

CURABLE_CODES = [reason.value for reason in CURABLE]
# The occasion is back: its date returned, or the schedule did.
RETURNING = [Reason.DATE_MOVED.value, Reason.SCHEDULE_CHANGED.value]

# A reservation may fall away while the window is open, like the causes that a person can cure.
IS_CURABLE = Q(reason__in=CURABLE_CODES) | Q(reason__startswith=RESERVED_FOR)
SETTLED = Q(state__in=DONE) | (Q(state=OutboxState.SKIPPED) & ~IS_CURABLE)


def _codes(codes: list[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def curable(table: str) -> str:
    """SQL: the reason of this table's row may go away. Our own codes alone, and no parameters."""
    return (
        f"({table}.reason IN ({_codes(CURABLE_CODES)}) "
        f"OR substr({table}.reason, 1, {len(RESERVED_FOR)}) = '{RESERVED_FOR}')"
    )


def left_out_for_good(table: str) -> str:
    """SQL: this table's row was skipped for a reason that nothing cures."""
    return f"({table}.state = '{OutboxState.SKIPPED.value}' AND NOT {curable(table)})"


def done(table: str) -> str:
    """SQL: this table's row was handled."""
    return f"{table}.state IN ({_codes(DONE)})"


def revivable(table: str) -> str:
    """SQL: planning may write this table's row anew."""
    return (
        f"({table}.state = '{OutboxState.CANCELLED.value}' AND {table}.reason IN ({_codes(RETURNING)}) "
        f"OR {table}.state = '{OutboxState.SKIPPED.value}' AND {curable(table)})"
    )
