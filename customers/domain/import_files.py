"""Uploaded files, when nothing reads them any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from customers.enums import ImportState
from customers.models import ImportRejection, ImportRun

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def finished() -> QuerySet[ImportRun]:
    """Imports that are done and whose file is still there."""
    return ImportRun.objects.filter(state=ImportState.FINISHED).exclude(file="")


def drop(run: ImportRun, *, with_rejections: bool) -> bool:
    """Delete the file, and the rejected rows if asked; the counts stay. False when the run has moved on.

    An upload of which no import was made goes whole.
    """
    still: dict[str, Any] = {"pk": run.pk, "state": run.state}
    with transaction.atomic():
        if run.state == ImportState.UPLOADED:
            dropped, _ = ImportRun.objects.filter(**still).delete()
        else:
            dropped = ImportRun.objects.filter(**still).update(file="")
            if dropped and with_rejections:
                ImportRejection.objects.filter(run=run).delete()
        if dropped and run.file:
            # The row first: a file without a row is waste, a row without its file an error on a page.
            transaction.on_commit(lambda: run.file.delete(save=False))
    return bool(dropped)


def rejected_about(*, addresses: Collection[str], external_id: str | None) -> QuerySet[ImportRejection]:
    """Rows that were not taken and speak of somebody with these addresses, or this identifier in a cell."""
    about = Q(pk__in=[])
    for address in addresses:
        # Of letters beyond ASCII one database keeps the letter, the other its escape.
        about |= Q(text__icontains=address) | Q(text__icontains=json.dumps(address)[1:-1])
    if external_id:
        # The whole cell: a short number may be part of any other.
        for cell in {json.dumps(external_id), json.dumps(external_id, ensure_ascii=False)}:
            about |= Q(text__icontains=cell)
    return ImportRejection.objects.alias(text=Cast("row", TextField())).filter(about)
