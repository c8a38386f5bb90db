"""Advocates, and who may be quoted where, as files. That they leave the house is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from core.csv import stream_rows
from followups.domain.advocates.listing import lines
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from customers.querysets import CustomerQuerySet
    from followups.domain.advocates.listing import Line
    from followups.models import Endorsement
    from followups.querysets import EndorsementQuerySet
    from team.models import User

ADVOCATES: Final = (
    "Customer",
    "E-mail",
    "Identifier",
    "Account",
    "Account manager",
    "Stage",
    "Last score",
    "Answered",
    "Endorsements",
    "Referrals",
    "Referrals won",
    "Last asked",
    "May be asked for",
    "Why not now",
)
USABLE: Final = (
    "Customer",
    "Identifier",
    "Account",
    "Kind",
    "Quote",
    "Where it may be used",
    "How we know",
    "Agreed",
    "State",
    "Published at",
    "Recorded by",
)
AT_ONCE: Final = 500


def export_advocates(*, rows: CustomerQuerySet, actor: User, now: datetime) -> Iterator[str]:
    """These customers with what they did and what may be asked of them, line by line, put on record."""
    facts = {"customers": rows.count()}
    audit.log(
        actor=actor, action="advocates.export", subject=Program.objects.current(), now=now, changes=facts
    )
    return stream_rows(ADVOCATES, _advocates(rows, now=now), bom=True)


def export_usable(*, rows: EndorsementQuerySet, actor: User, now: datetime) -> Iterator[str]:
    """Who may be quoted where: of these endorsements only those whose consent stands."""
    usable = rows.usable()
    facts = {"endorsements": usable.count()}
    audit.log(
        actor=actor, action="endorsements.export", subject=Program.objects.current(), now=now, changes=facts
    )
    return stream_rows(USABLE, map(_endorsement, usable.iterator(chunk_size=AT_ONCE)), bom=True)


def _advocates(rows: CustomerQuerySet, *, now: datetime) -> Iterator[list[Any]]:
    ids = list(rows.values_list("pk", flat=True))
    people = rows.model._default_manager.select_related("account__manager", "contact")
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        found = people.in_bulk(some)
        for line in lines([found[pk] for pk in some if pk in found], now=now):
            yield _advocate(line)


def _advocate(line: Line) -> list[Any]:
    customer = line.customer
    states = [f"{row.get_kind_display()}: {row.get_state_display().lower()}" for row in line.endorsements]
    account = customer.account
    return [
        str(customer),
        customer.email,
        customer.external_id,
        str(account or ""),
        str(account.manager or "") if account else "",
        customer.get_stage_display(),
        customer.last_score,
        customer.last_answered_at,
        ", ".join(states),
        len(line.referrals),
        line.won,
        line.last,
        ", ".join(line.next_words),
        line.why_not,
    ]


def _endorsement(row: Endorsement) -> list[Any]:
    customer = row.customer
    return [
        str(customer),
        customer.external_id,
        str(customer.account or ""),
        row.get_kind_display(),
        row.quote,
        row.scope,
        row.evidence,
        row.agreed_at,
        row.get_state_display(),
        row.url,
        str(row.recorded_by or ""),
    ]
