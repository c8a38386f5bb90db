"""Who they are, narrowed and in pages, each with what they did and what may be asked of them next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from django.db.models import Exists, F, OuterRef, Q

from customers.domain import searching
from customers.enums import Stage
from customers.models import Customer
from followups.domain import favors
from followups.enums import USABLE, EndorsementKind, ReferralState
from followups.models import Endorsement, FollowUp, Referral
from responses.models import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from customers.querysets import CustomerQuerySet
    from team.models import User

Row = TypeVar("Row", Endorsement, Referral)

PROMOTER, STAGE = "promoter", "stage"
NOTHING, ENDORSED, REFERRED, WON = "nothing", "endorsed", "referred", "won"
# Anything at all may be asked.
FREE: Final = "any"


@dataclass(frozen=True, slots=True)
class Line:
    """One customer. `why_not` says why this is no moment to ask; then nothing is next."""

    customer: Customer
    endorsements: list[Endorsement]
    referrals: list[Referral]
    next_kinds: list[EndorsementKind]
    may_refer: bool
    why_not: str

    @property
    def usable(self) -> list[Endorsement]:
        """What they stand by."""
        return [row for row in self.endorsements if row.state in USABLE]

    @property
    def open_asks(self) -> list[Endorsement]:
        """What they were asked for and have not answered."""
        return [row for row in self.endorsements if row.state == "asked"]

    @property
    def won(self) -> int:
        """How many of those whom they named became customers."""
        return sum(row.state == ReferralState.WON for row in self.referrals)

    @property
    def last(self) -> datetime | None:
        """When they were last asked for anything."""
        return max((row.asked_at for row in self.endorsements), default=None)

    @property
    def next_words(self) -> list[str]:
        """What may be asked next, in words, the smallest favor first."""
        if self.why_not:
            return []
        return [favors.NOUNS[kind] for kind in self.next_kinds] + (["a referral"] if self.may_refer else [])


def everybody() -> CustomerQuerySet:
    """Whose last answer is a promoter's, or who is in the stage of advocates; nobody who has left."""
    speaks_well = Q(last_score__gte=favors.BEST) | Q(stage=Stage.ADVOCATE)
    return Customer.objects.current().filter(speaks_well).exclude(stage=Stage.LOSS)


def narrowed(
    *, user: User, now: datetime, q: str = "", who: str = "", did: str = "", free: str = "", whose: str = ""
) -> CustomerQuerySet:
    """Those who fit, the most valuable account first."""
    rows = everybody()
    if q:
        rows = searching.found(rows, q)
    if who:
        rows = rows.filter(stage=Stage.ADVOCATE) if who == STAGE else rows.filter(last_score__gte=favors.BEST)
    if whose == "mine":
        rows = rows.filter(account__manager=user)
    rows = _who_did(rows, did)
    if free:
        said = favors.terms(now=now)
        rows = (
            favors.willing(rows, said=said) if free == FREE else favors.free_for(rows, kind=free, said=said)
        )
    return rows.order_by(F("account__annual_revenue").desc(nulls_last=True), "sort_name", "pk")


def lines(people: Sequence[Customer], *, now: datetime) -> list[Line]:
    """One page of them with everything that stands in its lines; six queries for any number."""
    said = favors.terms(now=now)
    ids = [customer.pk for customer in people]
    asked = Endorsement.objects.select_related("step_run")
    endorsements = _by_customer(asked.filter(customer__in=ids), "customer_id")
    referrals = _by_customer(Referral.objects.filter(advocate__in=ids), "advocate_id")
    busy = set(FollowUp.objects.unfinished().filter(customer__in=ids).values_list("customer_id", flat=True))
    wishes = _wishes(ids)
    return [
        _line(
            customer,
            endorsements.get(customer.pk, []),
            referrals.get(customer.pk, []),
            said=said,
            why_not=favors.unwilling(customer, said=said, is_unwanted=not wishes.get(customer.pk, True))
            or favors.ill_timed(customer, has_followup=customer.pk in busy),
        )
        for customer in people
    ]


def of_customer(customer: Customer, *, now: datetime) -> Line:
    """The same for one, advocate or not."""
    return lines([customer], now=now)[0]


def _line(
    customer: Customer,
    endorsements: list[Endorsement],
    referrals: list[Referral],
    *,
    said: favors.Terms,
    why_not: str,
) -> Line:
    named = [row.named_on for row in referrals]
    return Line(
        customer=customer,
        endorsements=endorsements,
        referrals=referrals,
        next_kinds=favors.next_kinds(endorsements, said=said),
        may_refer=not any(day >= said.since.astimezone(said.zone).date() for day in named),
        why_not=why_not,
    )


def _who_did(rows: CustomerQuerySet, did: str) -> CustomerQuerySet:
    usable = Exists(Endorsement.objects.usable().filter(customer=OuterRef("pk")))
    named = Referral.objects.filter(advocate=OuterRef("pk"))
    if did == ENDORSED:
        return rows.filter(usable)
    if did == REFERRED:
        return rows.filter(Exists(named))
    if did == WON:
        return rows.filter(Exists(named.filter(state=ReferralState.WON)))
    return rows.filter(~usable, ~Exists(named)) if did == NOTHING else rows


def _by_customer(rows: Iterable[Row], key: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _wishes(ids: list[int]) -> dict[int, bool]:
    """Whether each one's latest answer lets us contact them."""
    answers = Response.objects.counted().filter(customer__in=ids, typed_email="")
    # The last one stays.
    return dict(answers.order_by("answered_at", "pk").values_list("customer_id", "contact_me"))
