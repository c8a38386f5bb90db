"""Whoever overrides a rule has left their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from nps_project.invariants.invariant import Breach, Invariant
from responses.enums import Origin, ResponseState
from responses.models import Response
from surveys.models import QuietException
from team.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import Model, QuerySet


def unsigned(now: datetime) -> Iterator[Breach]:
    """Excluded answers, answers entered by staff and quiet exceptions without an audit entry."""
    for kind, rows in (
        ("response", Response.objects.filter(state=ResponseState.EXCLUDED, excluded_reason__gt="")),
        ("response", Response.objects.filter(Q(origin=Origin.STAFF) | Q(entered_by__isnull=False))),
        ("quiet exception", QuietException.objects.all()),
    ):
        for row in _without_entry(rows):
            yield Breach(f"{kind} {row.pk}", "no audit entry names who did this")


def _without_entry(rows: QuerySet[Model]) -> QuerySet[Model]:
    entries = AuditEntry.objects.filter(
        subject_type=rows.model._meta.label_lower, subject_id=Cast(OuterRef("pk"), CharField())
    )
    return rows.filter(~Exists(entries)).order_by("pk")


OVERRIDES = (Invariant(14, "Every override has an audit entry.", unsigned),)
