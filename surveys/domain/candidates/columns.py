"""What a statement reads of each considered row, as one compiled queryset."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, Concat

from customers.models.customer import SPREAD
from surveys.domain import lots
from surveys.domain.candidates import against
from surveys.domain.candidates.tables import Part, once
from surveys.enums import ScheduleKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from surveys.domain.candidates.terms import Terms


def of_customers(rows: QuerySet[Any], terms: Terms, *, round_length: int = 0) -> Part:
    """Columns: who, zone, due_key, and what speaks against. A cycle's place needs its round's length."""
    return _compiled(rows, terms, who=F("pk"), due_key=_key(terms, round_length), **_common(terms, ""))


def of_events(rows: QuerySet[Any], terms: Terms) -> Part:
    """Columns: who, zone, the occasion with its two ends, and what speaks against."""
    campaign = terms.campaign
    delay = timedelta(hours=campaign.delay_hours)
    return _compiled(
        rows,
        terms,
        who=F("customer_id"),
        occasion=Concat(Value("event:"), Cast("pk", CharField())),
        occasion_on=Cast(Value(None), DateField()),
        due_at=F("occurred_at") + Value(delay),
        closes_at=F("occurred_at") + Value(delay + timedelta(days=campaign.window_days)),
        **_common(terms, "customer__"),
    )


def _common(terms: Terms, prefix: str) -> dict[str, Any]:
    found = {
        "zone": Value("") if terms.one_zone else F(f"{prefix}time_zone"),
        "against": against.reason(terms.campaign, program=terms.program, now=terms.now, prefix=prefix),
        # Under an exception another layer says until when they are quiet.
        ("held_until" if terms.lenience else "quiet_until"): F(f"{prefix}contact__next_survey_at"),
        "paused_until": F(f"{prefix}contact__paused_until"),
    }
    if terms.lenience:
        found |= terms.lenience.columns(prefix)
    for number, reservation in enumerate(terms.reservations):
        found[f"kept_{number}"] = reservation.kept_on(prefix)
    return found


def _key(terms: Terms, round_length: int) -> Any:
    kind = terms.campaign.schedule_kind
    if kind == ScheduleKind.DATE:
        return F("anchor")
    if kind == ScheduleKind.CYCLE:
        return F("spread") * Value(round_length) / Value(SPREAD)
    return lots.lot_of(campaign=terms.campaign, purpose=lots.ROTATION, of=terms.campaign.rotation)


def _compiled(rows: QuerySet[Any], terms: Terms, **expressions: Any) -> Part:
    sql, params = rows.order_by().values(**expressions).query.sql_with_params()
    # Only what a reservation asks costs more to work out twice than to keep.
    return Part(f"{sql}{once() if terms.reservations else ''}", list(params))
