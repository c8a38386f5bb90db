"""The support case that somebody was asked about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from customers.domain import cases

if TYPE_CHECKING:
    from customers.models import SupportCase
    from responses.models import Response

_EVENT = re.compile(r"event:([1-9][0-9]{0,18})", re.ASCII)


def of(response: Response) -> SupportCase | None:
    """The case whose event made a campaign ask; None for answers about nothing in particular (G50)."""
    occasion = response.invitation.occasion if response.invitation else ""
    found = _EVENT.fullmatch(occasion)
    return cases.of_event(int(found[1])) if found else None
