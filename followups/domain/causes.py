"""The company's own list of root causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.enums import FIRST_CAUSES
from followups.models import RootCause

if TYPE_CHECKING:
    from django.db.models import QuerySet


class UnknownCause(ValueError):
    """No root cause that is offered has this code."""


def all_causes() -> QuerySet[RootCause]:
    """The company's list, retired ones too; it begins with our own."""
    if not RootCause.objects.exists():
        first = [RootCause(code=c, label=label, position=10 * n) for n, (c, label) in enumerate(FIRST_CAUSES)]
        RootCause.objects.bulk_create(first, ignore_conflicts=True)
    return RootCause.objects.all()


def offered(code: str) -> RootCause:
    """The root cause of this code. Raises UnknownCause for an unknown one and for a retired one."""
    found = all_causes().filter(code=code, is_active=True).first()
    if found is None:
        raise UnknownCause(f"root_cause: {code!r} is not in the list of root causes")
    return found


def choices() -> list[tuple[str, str]]:
    """What forms offer: code and label, in the company's order."""
    return list(all_causes().filter(is_active=True).values_list("code", "label"))
