"""What a message is called in the mark that it carries: `m12`."""

from __future__ import annotations

import re

_NAME = re.compile(r"m([1-9][0-9]{0,18})", re.ASCII)


def name_of(message_id: int) -> str:
    """The name of the message with this id."""
    return f"m{message_id}"


def read(name: str) -> int | None:
    """The message's id; None for another room's mail."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else None
