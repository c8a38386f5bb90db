"""Mappings that people keep: offered for every file whose columns they know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F

from customers.domain.importing.mapping import Column, Mapping
from customers.models import ImportMapping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from customers.enums import ImportMode
    from team.models import User

MAX_NAME = 120


class NameTaken(Exception):
    """Another mapping has this name."""


def save(
    *, name: str, mapping: Mapping, mode: ImportMode, actor: User | None, now: datetime
) -> ImportMapping:
    """Keep a mapping under a name; the one that had the name is replaced."""
    facts = {"mapping": mapping.to_json(), "mode": mode, "created_by": actor, "used_at": now}
    saved, _ = ImportMapping.objects.update_or_create(
        name=_clean(name), defaults=facts, create_defaults={**facts, "created_at": now}
    )
    return saved


def rename(*, saved: ImportMapping, name: str) -> None:
    """Give it another name. Raises NameTaken."""
    saved.name = _clean(name)
    try:
        with transaction.atomic():
            saved.save(update_fields=["name"])
    except IntegrityError as error:
        raise NameTaken from error


def use(*, saved: ImportMapping, now: datetime) -> None:
    """Remember that it was used: what was used last is offered first."""
    ImportMapping.objects.filter(pk=saved.pk).update(used_at=now)


def fitting(header: Sequence[str]) -> list[ImportMapping]:
    """Those that find their columns in a file: first those that know all of its, then the last used."""
    titles = set(header)
    latest = ImportMapping.objects.order_by(F("used_at").desc(nulls_last=True), "name")
    found = [saved for saved in latest if _needs(saved) <= titles]
    return sorted(found, key=lambda saved: titles != {it.header for it in _columns(saved)})


def fitted(saved: ImportMapping, header: Sequence[str]) -> Mapping:
    """The mapping for the columns of a file, in its order. Columns that it does not know are left out."""
    mapping = Mapping.from_json(saved.mapping)
    known: dict[str, list[Column]] = {}
    for column in mapping.columns:
        known.setdefault(column.header, []).append(column)
    columns = (known[title].pop(0) if known.get(title) else Column(title) for title in header)
    return Mapping(tuple(columns), empty_clears=mapping.empty_clears)


def _columns(saved: ImportMapping) -> tuple[Column, ...]:
    return Mapping.from_json(saved.mapping).columns


def _needs(saved: ImportMapping) -> set[str]:
    return {column.header for column in _columns(saved) if column.goes_to is not None}


def _clean(name: str) -> str:
    return " ".join(name.split())[:MAX_NAME]
