"""The answers that came last, each with its reason and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.domain.counting import Scope
from responses.access import responses_for

if TYPE_CHECKING:
    from responses.models import Response
    from team.models import User

EVERYBODY = Scope()


def latest(*, user: User, scope: Scope = EVERYBODY, limit: int = 8) -> list[Response]:
    """The newest answers that count, with customer and account. One query."""
    rows = responses_for(user).filter(**scope.filters).select_related("customer__account", "campaign")
    return list(rows.filter(state="counted").order_by("-answered_at", "-pk")[:limit])
