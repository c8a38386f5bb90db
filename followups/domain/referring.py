"""People whom customers recommended, and what became of it (G33, G74). The guards are in the UPDATEs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from customers.models import Customer
from followups.domain import sla
from followups.domain.working import Refused
from followups.enums import ReferralState
from followups.models import Referral
from team.domain import audit
from team.models import User

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from team.models import ApiKey

NAMED, CONTACTED, WON, LOST = ReferralState
# Whoever said no may come back.
UNDECIDED = [NAMED, CONTACTED, LOST]


class NobodyNamed(Refused):
    """A referral is of somebody: a name or a company."""


class KnownAlready(Refused):
    """The same person is on record as recommended by the same customer; `referral` is that row."""

    def __init__(self, message: str, referral: Referral) -> None:
        super().__init__(message)
        self.referral = referral


class NotPossible(Refused):
    """This customer cannot have been recommended: erased, the advocate themselves, or won before."""


class NotYet(Refused):
    """Nobody is recommended on a day to come."""


class MovedOn(Refused):
    """It is not in the state from which this is done."""


def record(
    *,
    advocate: Customer,
    actor: User | ApiKey | None,
    now: datetime,
    name: str = "",
    company: str = "",
    email: str = "",
    note: str = "",
    value: Decimal | None = None,
    currency: str = "",
    named_on: date | None = None,
) -> Referral:
    """Write down whom a customer recommended. `value` is what it may be worth a year.

    Raises NobodyNamed, NotYet, KnownAlready, and NotPossible for an advocate who was erased or merged.
    """
    if not name.strip() and not company.strip():
        raise NobodyNamed("Say whom they recommended: a name or a company.")
    today = sla.today(now=now)
    if named_on is not None and named_on > today:
        raise NotYet("That day is still to come.")
    with transaction.atomic():
        held = _held(advocate)
        if email and (known := held.referrals.filter(email__iexact=email).exclude(state=LOST).first()):
            raise KnownAlready(f"{known} is on record already as recommended by them.", known)
        row = Referral.objects.create(
            advocate=held,
            name=name.strip(),
            company=company.strip(),
            email=email.strip(),
            note=note.strip(),
            value=value,
            currency=currency if value is not None else "",
            named_on=named_on or today,
            recorded_by=actor if isinstance(actor, User) else None,
        )
        _log(row, "recorded", actor, now, {"advocate": held.pk})
    return row


def contact(*, referral: Referral, actor: User | None, now: datetime, note: str = "") -> Referral:
    """We are in contact with them; also with somebody who had said no. Raises MovedOn."""
    facts = {"contacted_on": sla.today(now=now), "decided_on": None}
    return _move(referral, [NAMED, LOST], CONTACTED, actor, now, note=note, **facts)


def win(
    *,
    referral: Referral,
    customer: Customer,
    actor: User | None,
    now: datetime,
    value: Decimal | None = None,
    currency: str = "",
    note: str = "",
) -> Referral:
    """They are a customer now, and this is their record. Raises NotPossible, MovedOn."""
    with transaction.atomic():
        # Two who credit the same customer to two advocates at once stand in line here.
        held = _held(customer)
        _check(referral, held)
        facts: dict[str, Any] = {"referred": held, "decided_on": sla.today(now=now)}
        if value is not None:
            facts |= {"value": value, "currency": currency}
        return _move(referral, UNDECIDED, WON, actor, now, note=note, **facts)


def lose(*, referral: Referral, actor: User | None, now: datetime, note: str = "") -> Referral:
    """They did not become a customer. Raises MovedOn."""
    return _move(referral, [NAMED, CONTACTED], LOST, actor, now, note=note, decided_on=sla.today(now=now))


def _held(customer: Customer) -> Customer:
    held = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if held.erased_at is not None or held.merged_into_id is not None:
        raise NotPossible("This customer was erased or merged with another.")
    return held


def _check(referral: Referral, customer: Customer) -> None:
    if customer.pk == referral.advocate_id:
        raise NotPossible("Nobody recommends themselves.")
    won = Referral.objects.filter(referred=customer, state=WON).exclude(pk=referral.pk)
    if other := won.select_related("advocate").first():
        raise NotPossible(f"{customer} was won by the referral of {other.advocate} already.")


def _move(
    referral: Referral,
    among: list[ReferralState],
    to: ReferralState,
    actor: User | None,
    now: datetime,
    *,
    note: str = "",
    **facts: Any,
) -> Referral:
    with transaction.atomic():
        before = referral.state
        changed = Referral.objects.filter(pk=referral.pk, state__in=among).update(state=to, **facts)
        row = Referral.objects.select_related("advocate", "referred").get(pk=referral.pk)
        if not changed:
            raise MovedOn(f"That cannot be done now: “{row.get_state_display().lower()}”.")
        if note.strip():
            row.note = "\n".join(filter(None, [row.note, note.strip()]))
            row.save(update_fields=["note"])
        _log(row, str(to), actor, now, {"state": [str(before), str(to)]})
    return row


def _log(
    row: Referral, action: str, actor: User | ApiKey | None, now: datetime, changes: dict[str, Any]
) -> None:
    audit.log(actor=actor, action=f"referral.{action}", subject=row, now=now, changes=changes)
