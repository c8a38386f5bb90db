"""What became of one attempt to hand a letter over."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """How certain the outcome is, and what it was."""

    ACCEPTED = "accepted"
    """The other side has taken the letter over."""
    REFUSED = "refused"
    """It has not and will not: proven, for good."""
    RETRY = "retry"
    """It has not, but may later: proven."""
    UNKNOWN = "unknown"
    """Nobody can say. Never sent again by machine."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One attempt's outcome. `detail` is for staff.

    `for_all` says that the cause lies with the connection, the login or the service: no other letter
    would fare better now. `is_silence` says that an answer did not come, or the connection went: once
    may be this letter's fault, several in a row are not.
    """

    kind: Kind
    detail: str = ""
    message_id: str = ""
    for_all: bool = False
    is_silence: bool = False


def accepted(message_id: str, detail: str = "") -> Verdict:
    """The letter is theirs; `message_id` is the name that they or we gave it."""
    return Verdict(Kind.ACCEPTED, detail, message_id)


def refused(detail: str) -> Verdict:
    """Proven not sent; trying again is of no use."""
    return Verdict(Kind.REFUSED, detail)


def retry(detail: str, *, for_all: bool = False, is_silence: bool = False) -> Verdict:
    """Proven not sent; worth another attempt later."""
    return Verdict(Kind.RETRY, detail, for_all=for_all, is_silence=is_silence)


def unknown(detail: str) -> Verdict:
    """Ambiguous: it may have been sent."""
    return Verdict(Kind.UNKNOWN, detail, is_silence=True)
