"""What a customer did for us: what they stand by, whom they recommended, and by whom they came."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from core.calendars import first_instant
from followups.access import endorsements_for, referrals_for
from followups.domain import favors
from followups.enums import EndorsementKind, EndorsementState, ReferralState
from insights.domain.story.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from customers.models import Customer
    from followups.models import Endorsement, Referral
    from team.models import User

DECIDED = {
    EndorsementState.DECLINED: ("x", "Declined {}"),
    EndorsementState.WITHDRAWN: ("ban", "Took back the consent to {}"),
}
ENDED = {
    ReferralState.WON: ("user-round-plus", "{} became a customer, recommended by them"),
    ReferralState.LOST: ("user-round-x", "{}, whom they recommended, did not become a customer"),
}


def entries(*, customer: Customer, user: User, zone: ZoneInfo, limit: int) -> list[Entry]:
    """The newest, each with what came of it."""
    asked = endorsements_for(user).filter(customer=customer).select_related("recorded_by", "step_run")
    named = referrals_for(user).filter(Q(advocate=customer) | Q(referred=customer, state=ReferralState.WON))
    found = [entry for row in asked.order_by("-asked_at", "-pk")[:limit] for entry in _endorsed(row)]
    for row in named.select_related("advocate", "recorded_by").order_by("-named_on", "-pk")[:limit]:
        found += _referred(row, customer, zone)
    return found


def _endorsed(row: Endorsement) -> Iterator[Entry]:
    what = favors.NOUNS[EndorsementKind(row.kind)]

    def entry(at: datetime, icon: str, title: str, **more: str) -> Entry:
        url = reverse("advocates:endorsement", args=[row.pk])
        return Entry(at, icon, title.format(what), url=url, **more)

    # What a playbook wants to be asked is nobody's ask yet.
    if not row.is_to_ask:
        yield entry(row.asked_at, "award", "Asked for {}", by=str(row.recorded_by or ""))
    if row.agreed_at is not None:
        yield entry(
            row.agreed_at, "badge-check", "Agreed to {}", tone="promoter", quote=row.quote, text=row.scope
        )
    if row.done_at is not None:
        yield entry(row.done_at, "megaphone", "Done: {}", tone="promoter", text=row.url)
    if row.decided_at is not None and row.state in DECIDED:
        icon, title = DECIDED[EndorsementState(row.state)]
        yield entry(row.decided_at, icon, title, text=row.refusal)


def _referred(row: Referral, customer: Customer, zone: ZoneInfo) -> Iterator[Entry]:
    def entry(day: date, icon: str, title: str, **more: Any) -> Entry:
        url = reverse("advocates:referral", args=[row.pk])
        return Entry(first_instant(day, time(12), zone), icon, title, url=url, **more)

    if row.advocate_id != customer.pk:
        if row.decided_on is not None:
            yield entry(
                row.decided_on, "handshake", f"Became a customer, recommended by {row.advocate}", tone="brand"
            )
        return
    by = str(row.recorded_by or "")
    yield entry(row.named_on, "user-round-plus", f"Recommended {row}", tone="promoter", by=by)
    if row.decided_on is not None and row.state in ENDED:
        icon, title = ENDED[ReferralState(row.state)]
        yield entry(row.decided_on, icon, title.format(row))
