"""Filters of the queue that people keep under a name, for themselves or for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from followups.models import SavedView
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

MOST = 30


class TooMany(Exception):
    """The person has as many views as one can look through."""


class NameTaken(Exception):
    """Another view of the same person has this name."""


def visible_to(user: User) -> QuerySet[SavedView]:
    """One's own and those that others share, in their order."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")


def editable_by(user: User) -> QuerySet[SavedView]:
    """Those that this person may rename, order and delete: their own, and for managers all shared ones."""
    own = Q(owner=user)
    return SavedView.objects.filter(own | Q(is_shared=True) if user.may(Role.MANAGER) else own)


def save(*, owner: User, name: str, filters: Mapping[str, str], is_shared: bool) -> SavedView:
    """Keep a filter; under a name that the person has used already it takes the older one's place.

    Raises TooMany.
    """
    facts = {"filters": dict(filters), "is_shared": is_shared}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        known = SavedView.objects.filter(owner=owner)
        if not known.filter(name=name).exists() and known.count() >= MOST:
            raise TooMany(f"You have {MOST} saved views. Delete one first.")
        last = known.order_by("-position").values_list("position", flat=True).first() or 0
        view, _ = SavedView.objects.update_or_create(
            owner=owner, name=name, defaults=facts, create_defaults={**facts, "position": last + 1}
        )
    return view


def change(*, view: SavedView, name: str, is_shared: bool) -> None:
    """Rename it, share it or keep it to oneself. Raises NameTaken."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=view.owner_id)
        if SavedView.objects.filter(owner=view.owner_id, name=name).exclude(pk=view.pk).exists():
            raise NameTaken(f"There is a view “{name}” already.")
        view.name, view.is_shared = name, is_shared
        view.save(update_fields=["name", "is_shared"])


def move(*, view: SavedView, up: bool) -> None:
    """Let it change places with the one before it, or after it, among its owner's."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=view.owner_id)
        rows = list(SavedView.objects.filter(owner=view.owner_id))
        at = next(place for place, row in enumerate(rows) if row.pk == view.pk)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for place, row in enumerate(rows, 1):
            row.position = place
        SavedView.objects.bulk_update(rows, ["position"])


def remove(*, view: SavedView) -> None:
    """Forget it; the follow-ups stay where they are."""
    view.delete()
