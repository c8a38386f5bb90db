"""What a mail of ours is called in the mark that it carries: `i17`, its first reminder `i17-1`."""

from __future__ import annotations

import re

_NAME = re.compile(r"i([1-9][0-9]{0,18})(?:-([12]))?", re.ASCII)


def name_of(invitation_id: int, reminder: int = 0) -> str:
    """The name of the first mail, or of a reminder by its number."""
    return f"i{invitation_id}-{reminder}" if reminder else f"i{invitation_id}"


def read(name: str) -> tuple[int, int] | None:
    """The invitation's id and the reminder's number, 0 for the first mail; None for another room's mail."""
    found = _NAME.fullmatch(name)
    return (int(found[1]), int(found[2] or 0)) if found else None
