"""Favors asked, answered and credited at the same instant: real threads, both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from followups.domain import endorsing, referring, working
from followups.enums import EndorsementKind
from followups.models import Endorsement, Referral
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.models import Customer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("program")]
AT_ONCE = 8


def together(*acts: Callable[[], Any]) -> list[bool]:
    """Whether each was done, all of them begun at once."""

    def tried(act: Callable[[], Any]) -> bool:
        try:
            act()
        except working.Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tried, acts))


def test_only_one_of_many_asks(ana: Customer) -> None:
    """G16: however many reps have the same idea at once."""
    ask = partial(endorsing.ask, customer=ana, kind=EndorsementKind.REVIEW, actor=None, now=NOW)

    assert sum(together(*[ask] * AT_ONCE)) == 1
    assert Endorsement.objects.count() == 1


def test_consent_is_taken_back_for_good(ana: Customer) -> None:
    """T28: whoever says “done” meanwhile, before or after, does not bring it back."""
    row = EndorsementFactory.create(
        customer=ana, kind="quote", state="agreed", agreed_at=NOW, evidence="e-mail", scope="Website"
    )
    done = partial(endorsing.done, endorsement=row, actor=None, now=NOW)
    back = partial(endorsing.withdraw, endorsement=row, words="E-mail", actor=None, now=NOW)

    together(done, back, done, back)

    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert not Endorsement.objects.usable().exists()


def test_a_customer_is_won_by_one_referral(ana: Customer) -> None:
    """G74: two advocates are not credited with the same customer."""
    mila = CustomerFactory.create()
    rows = [ReferralFactory.create() for _ in range(4)]

    won = together(
        *[partial(referring.win, referral=row, customer=mila, actor=None, now=NOW) for row in rows]
    )

    assert sum(won) == 1
    assert Referral.objects.filter(state="won", referred=mila).count() == 1
