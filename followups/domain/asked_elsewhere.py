"""What another program asked a customer for, and what they agreed to there: told twice, it is one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from followups.domain import endorsing, locks
from followups.enums import EndorsementState
from followups.models import Endorsement

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Customer
    from followups.enums import EndorsementKind
    from team.models import ApiKey


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where it may be used, how we know, since when, and the words."""

    scope: str
    evidence: str
    quote: str = ""
    agreed_at: datetime | None = None


def keep(
    *,
    customer: Customer,
    kind: EndorsementKind,
    actor: ApiKey | None,
    now: datetime,
    agreement: Agreement | None = None,
    is_offered: bool = False,
) -> tuple[Endorsement, bool]:
    """The open ask of this kind, or a new one, agreed to where that is told; and whether it is new.

    Raises what `endorsing.ask` and `endorsing.agree` raise.
    """
    with transaction.atomic():
        # Who tells the same at this instant waits here.
        locks.customer(customer.pk)
        rows = Endorsement.objects.filter(customer=customer, kind=kind)
        standing = [EndorsementState.ASKED, EndorsementState.AGREED]
        known = rows.filter(state__in=standing).order_by("-asked_at", "-pk").first()
        if known is not None and known.state == EndorsementState.AGREED and _is_told_of(known, agreement):
            return known, False
        is_new = known is None or known.state == EndorsementState.AGREED
        # Where something else was agreed to already, asking refuses.
        row = known if known is not None and not is_new else _ask(customer, kind, actor, is_offered, now)
        if agreement is not None:
            row = endorsing.agree(endorsement=row, actor=actor, now=now, **asdict(agreement))
    return row, is_new


def _ask(
    customer: Customer, kind: EndorsementKind, actor: ApiKey | None, is_offered: bool, now: datetime
) -> Endorsement:
    return endorsing.ask(customer=customer, kind=kind, actor=actor, now=now, is_offered=is_offered)


def _is_told_of(row: Endorsement, agreement: Agreement | None) -> bool:
    said = (row.scope, row.evidence, row.quote)
    return agreement is None or said == (agreement.scope, agreement.evidence, agreement.quote)
