"""The company's own list of root causes: codes stay, labels and order may change, retired ones are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils.text import slugify

from followups.enums import FIRST_CAUSES
from followups.models import FollowUp, RootCause
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from team.models import User

STEP = 10
LONGEST_CODE = 40


class UnknownCause(ValueError):
    """No root cause that is offered has this code."""


class TakenLabel(ValueError):
    """Another root cause has this label."""


class LastCause(ValueError):
    """Somebody who resolves a follow-up must have something to choose."""


def all_causes() -> QuerySet[RootCause]:
    """The company's list, retired ones too; it begins with our own."""
    if not RootCause.objects.exists():
        first = [
            RootCause(code=c, label=label, position=STEP * n) for n, (c, label) in enumerate(FIRST_CAUSES)
        ]
        RootCause.objects.bulk_create(first, ignore_conflicts=True)
    return RootCause.objects.all()


def counted() -> QuerySet[RootCause]:
    """The list, those in use first, each with how many follow-ups have it as `of_followups`."""
    same = FollowUp.objects.filter(root_cause=OuterRef("code")).order_by().values("root_cause")
    number = Subquery(same.annotate(number=Count("pk")).values("number"))
    return all_causes().annotate(of_followups=number).order_by("-is_active", "position", "label")


def offered(code: str) -> RootCause:
    """The root cause of this code. Raises UnknownCause for an unknown one and for a retired one."""
    found = all_causes().filter(code=code, is_active=True).first()
    if found is None:
        raise UnknownCause(f"root_cause: {code!r} is not in the list of root causes")
    return found


def choices() -> list[tuple[str, str]]:
    """What forms offer: code and label, in the company's order."""
    return list(all_causes().filter(is_active=True).values_list("code", "label"))


def add(*, label: str, actor: User, now: datetime) -> RootCause:
    """A new one behind the others; its code is made of the label and stays. Raises TakenLabel."""
    with transaction.atomic():
        _check(label)
        last = all_causes().order_by("position").last()
        added = RootCause(code=_free_code(label), label=label, position=(last.position if last else 0) + STEP)
        added.save()
        audit.log(
            actor=actor, action="root_cause.added", subject=added, now=now, changes={"label": ["", label]}
        )
    return added


def rename(*, cause: RootCause, label: str, actor: User, now: datetime) -> bool:
    """Another label for the same thing: what has it is shown under the new one. Raises TakenLabel."""
    with transaction.atomic():
        row = RootCause.objects.select_for_update().get(pk=cause.pk)
        if row.label == label:
            return False
        _check(label, other_than=row)
        changes = {"label": [row.label, label]}
        row.label = label
        row.save(update_fields=["label"])
        audit.log(actor=actor, action="root_cause.renamed", subject=row, now=now, changes=changes)
    return True


def retire(*, cause: RootCause, actor: User, now: datetime) -> bool:
    """Offer it no longer; what has it keeps it. Raises LastCause."""
    return _switch(cause, actor, now=now, is_active=False)


def bring_back(*, cause: RootCause, actor: User, now: datetime) -> bool:
    """Offer it again."""
    return _switch(cause, actor, now=now, is_active=True)


def move(*, cause: RootCause, up: bool) -> bool:
    """One place forward or back in what forms offer; false where there is none."""
    with transaction.atomic():
        rows = list(
            RootCause.objects.filter(is_active=True).select_for_update().order_by("position", "label")
        )
        place = next((place for place, row in enumerate(rows) if row.pk == cause.pk), None)
        if place is None or not 0 <= (other := place + (-1 if up else 1)) < len(rows):
            return False
        rows[place], rows[other] = rows[other], rows[place]
        for number, row in enumerate(rows, start=1):
            row.position = number * STEP
        RootCause.objects.bulk_update(rows, ["position"])
    return True


def _switch(cause: RootCause, actor: User, *, now: datetime, is_active: bool) -> bool:
    with transaction.atomic():
        # All of them in one order: two who retire the last two at once would leave none.
        rows = {row.pk: row for row in RootCause.objects.select_for_update().order_by("pk")}
        row = rows[cause.pk]
        if row.is_active == is_active:
            return False
        if not is_active and sum(one.is_active for one in rows.values()) == 1:
            raise LastCause("One root cause must be left to choose from.")
        row.is_active = is_active
        row.save(update_fields=["is_active"])
        audit.log(
            actor=actor,
            action="root_cause.changed",
            subject=row,
            now=now,
            changes={"is_active": [not is_active, is_active]},
        )
    return True


def _check(label: str, *, other_than: RootCause | None = None) -> None:
    others = all_causes().exclude(pk=other_than.pk) if other_than else all_causes()
    if others.filter(label__iexact=label).exists():
        raise TakenLabel("Another root cause has this name.")


def _free_code(label: str) -> str:
    base = slugify(label).replace("-", "_")[: LONGEST_CODE - 4] or "cause"
    taken = set(RootCause.objects.filter(code__startswith=base).values_list("code", flat=True))
    names = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
