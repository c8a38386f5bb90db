"""Whom customers recommended (G33, G74)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from followups.domain import referring
from followups.models import Referral
from team.models import AuditEntry
from tests.factories.advocacy import ReferralFactory
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")
TODAY = NOW.date()


def test_a_referral_from_its_name_to_the_customer_it_became(ana: Customer, rep: User) -> None:
    """G74: named, in contact, won, with the customer's record, the value and the trail."""
    row = referring.record(
        advocate=ana, name="Mila Berg", email="mila@baltic.example", actor=rep, now=NOW, note="Old friends"
    )
    assert (row.state, row.named_on, row.recorded_by) == ("named", TODAY, rep)
    row = referring.contact(referral=row, actor=rep, now=NOW)
    assert (row.state, row.contacted_on) == ("contacted", TODAY)
    mila = CustomerFactory.create(name="Mila Berg")

    row = referring.win(
        referral=row, customer=mila, value=Decimal(12000), currency="EUR", actor=rep, now=NOW, note="Signed"
    )

    assert (row.state, row.referred, row.value, row.currency, row.decided_on, row.note) == (
        "won",
        mila,
        Decimal(12000),
        "EUR",
        TODAY,
        "Old friends\nSigned",
    )
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "referral.recorded",
        "referral.contacted",
        "referral.won",
    ]


def test_who_said_no_may_come_back(ana: Customer) -> None:
    row = referring.lose(referral=ReferralFactory.create(advocate=ana), actor=None, now=NOW, note="Budget")
    assert (row.state, row.decided_on) == ("lost", TODAY)
    with pytest.raises(referring.MovedOn):
        referring.lose(referral=row, actor=None, now=NOW)

    back = referring.contact(referral=row, actor=None, now=NOW)

    assert (back.state, back.decided_on) == ("contacted", None)


def test_a_referral_is_of_somebody_and_recorded_once(ana: Customer) -> None:
    with pytest.raises(referring.NobodyNamed):
        referring.record(advocate=ana, email="x@baltic.example", actor=None, now=NOW)
    first = referring.record(advocate=ana, name="Mila", email="mila@baltic.example", actor=None, now=NOW)

    with pytest.raises(referring.KnownAlready) as known:
        referring.record(advocate=ana, company="Baltic", email="MILA@baltic.example", actor=None, now=NOW)

    assert known.value.referral == first
    assert Referral.objects.count() == 1


def test_a_customer_is_won_once_and_never_through_themselves(ana: Customer) -> None:
    mila = CustomerFactory.create()
    first, second = ReferralFactory.create(advocate=ana), ReferralFactory.create()
    referring.win(referral=first, customer=mila, actor=None, now=NOW)

    with pytest.raises(referring.NotPossible, match="won by the referral of Ana Ruiz"):
        referring.win(referral=second, customer=mila, actor=None, now=NOW)
    with pytest.raises(referring.NotPossible, match="themselves"):
        referring.win(referral=second, customer=second.advocate, actor=None, now=NOW)
    with pytest.raises(referring.MovedOn):
        referring.win(referral=first, customer=CustomerFactory.create(), actor=None, now=NOW)

    second.refresh_from_db()
    assert second.state == "named"


def test_an_erased_customer_recommends_nobody(ana: Customer) -> None:
    ana.erased_at = NOW
    ana.save(update_fields=["erased_at"])

    with pytest.raises(referring.NotPossible):
        referring.record(advocate=ana, name="Mila", actor=None, now=NOW)
