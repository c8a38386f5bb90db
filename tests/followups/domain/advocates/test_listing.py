"""Who speaks well of us, what they did, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.enums import Stage
from followups.domain import advocates
from followups.domain.advocates import listing
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from customers.models import Customer
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")
AGREED = {"state": "agreed", "agreed_at": NOW, "evidence": "e-mail"}


@pytest.fixture
def people(rep: User) -> dict[str, Customer]:
    """One of each sort, some of them in the rep's account."""
    mine = AccountFactory.create(name="Acme", manager=rep, annual_revenue=9000)
    found = {
        "promoter": CustomerFactory.create(name="Pia Promoter", last_score=10, account=mine),
        "stage": CustomerFactory.create(name="Stan Stage", stage=Stage.ADVOCATE),
        "quoted": CustomerFactory.create(name="Quinn Quoted", last_score=9),
        "referrer": CustomerFactory.create(name="Rita Referrer", last_score=9),
        "sulking": CustomerFactory.create(name="Sue Sulking", stage=Stage.ADVOCATE, last_score=5),
        "passive": CustomerFactory.create(last_score=8),
        "gone": CustomerFactory.create(last_score=10, stage=Stage.LOSS),
        "erased": CustomerFactory.create(last_score=10, erased_at=NOW),
    }
    EndorsementFactory.create(customer=found["quoted"], kind="quote", **AGREED)
    ReferralFactory.create(advocate=found["referrer"], referred=CustomerFactory.create(), state="won")
    return found


def names(user: User, **wanted: str) -> list[str]:
    found = advocates.narrowed(user=user, now=NOW, **wanted)
    return [customer.name.split()[0] for customer in found]


def test_advocates_are_promoters_and_the_stage(people: dict[str, Customer], rep: User) -> None:
    """G74: whoever gave a 9 or 10 last or is an advocate; the most valuable account first."""
    assert names(rep) == ["Pia", "Quinn", "Rita", "Stan", "Sue"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"who": listing.STAGE}, ["Stan", "Sue"]),
        ({"who": listing.PROMOTER}, ["Pia", "Quinn", "Rita"]),
        ({"did": listing.ENDORSED}, ["Quinn"]),
        ({"did": listing.REFERRED}, ["Rita"]),
        ({"did": listing.WON}, ["Rita"]),
        ({"did": listing.NOTHING}, ["Pia", "Stan", "Sue"]),
        ({"free": "quote"}, ["Pia", "Rita", "Stan"]),
        ({"free": listing.FREE}, ["Pia", "Quinn", "Rita", "Stan"]),
        ({"whose": "mine"}, ["Pia"]),
        ({"q": "acme pia"}, ["Pia"]),
    ],
)
def test_the_list_narrows(
    people: dict[str, Customer], rep: User, wanted: dict[str, str], found: list[str]
) -> None:
    assert names(rep, **wanted) == found


def test_a_line_says_what_was_done_and_what_is_next(people: dict[str, Customer], rep: User) -> None:
    """G16, G74: asked for the smallest favor first, for nothing twice, and not at a bad moment."""
    found = {
        line.customer.name.split()[0]: line
        for line in advocates.lines(list(advocates.narrowed(user=rep, now=NOW)), now=NOW)
    }

    assert found["Quinn"].next_words == [
        "a public review",
        "a reference call",
        "a case study",
        "a talk",
        "a referral",
    ]
    assert [row.kind for row in found["Quinn"].usable] == ["quote"]
    assert (found["Rita"].won, found["Rita"].may_refer) == (1, False)
    assert (found["Sue"].why_not, found["Sue"].next_words) == ("Their last answer was 5.", [])


def test_wishes_and_open_followups_come_first(ana: Customer) -> None:
    ResponseFactory.create(invitation__customer=ana, score=9, contact_me=False, answered_at=NOW)
    busy = FollowUpFactory.create().customer
    assert busy

    assert advocates.of_customer(ana, now=NOW).why_not == "They asked not to be contacted."
    assert advocates.of_customer(busy, now=NOW).why_not == "Their follow-up is open: solve that first."


def test_a_page_costs_the_same_for_one_and_three(
    ana: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [CustomerFactory.create(last_score=9) for _ in range(3)]
    for customer in people:
        EndorsementFactory.create(customer=customer)
        ReferralFactory.create(advocate=customer)

    for some in (people[:1], people):
        with django_assert_num_queries(5):
            advocates.lines(some, now=NOW)
