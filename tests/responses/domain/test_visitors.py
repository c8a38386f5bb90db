"""Who is named by the company's server, and what signed pages and receipts say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from customers.enums import AliasKind
from customers.models import Customer, CustomerAlias
from responses.domain import visitors
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import LinkFactory, WidgetFactory
from tests.moments import NOW
from tests.responses.visitors import BROWSER, identity

pytestmark = pytest.mark.django_db


def test_named_by_finds_by_address_and_by_identifier() -> None:
    widget, customer = WidgetFactory.create(), CustomerFactory.create(email="ada@example.org")

    for facts in ({"email": " Ada@Example.org"}, {"external_id": customer.external_id}):
        token = identity(widget, **facts)
        assert visitors.named_by(token, placement=widget, now=NOW) == customer


def test_named_by_finds_who_was_merged_by_what_they_were_known_by() -> None:
    widget, customer = WidgetFactory.create(), CustomerFactory.create()
    CustomerAlias.objects.create(customer=customer, kind=AliasKind.EMAIL, value="old@example.org")

    token = identity(widget, email="old@example.org")

    assert visitors.named_by(token, placement=widget, now=NOW) == customer


@pytest.mark.parametrize(
    "facts", [{}, {"email": ""}, {"email": "no address"}, {"email": "nobody@example.org"}, {"external_id": 7}]
)
def test_named_by_knows_nobody(facts: dict[str, Any]) -> None:
    widget = WidgetFactory.create()
    CustomerFactory.create(external_id=None)

    with pytest.raises(visitors.UnknownVisitor):
        visitors.named_by(identity(widget, **facts), placement=widget, now=NOW)


def test_named_by_does_not_choose_between_two() -> None:
    widget, one, other = WidgetFactory.create(), CustomerFactory.create(), CustomerFactory.create()
    token = identity(widget, email=one.email, external_id=other.external_id)

    with pytest.raises(visitors.UnknownVisitor):
        visitors.named_by(token, placement=widget, now=NOW)


def test_named_by_knows_nobody_who_was_erased() -> None:
    widget, customer = WidgetFactory.create(), CustomerFactory.create()
    Customer.objects.update(erased_at=NOW)

    with pytest.raises(visitors.UnknownVisitor):
        visitors.named_by(identity(widget, email=customer.email), placement=widget, now=NOW)


def test_page_nonce_is_of_its_placement_and_its_day() -> None:
    widget, other = WidgetFactory.create(), WidgetFactory.create()
    nonce = visitors.page_nonce(widget, visitor=BROWSER, now=NOW)

    def read(placement: object = widget, later: timedelta = timedelta(0)) -> object:
        return visitors.read_page_nonce(nonce, placement, now=NOW + later)  # type: ignore[arg-type]  # either

    assert read() == visitors.Page(BROWSER, NOW, is_trial=False)
    assert (read(other), read(later=timedelta(hours=25))) == (None, None)


def test_receipts_and_passes_are_of_their_placement_and_not_each_other() -> None:
    link, other = LinkFactory.create(), LinkFactory.create()
    receipt = visitors.receipt(link, visitor=BROWSER, response_id=7)
    passed = visitors.invitation_pass(7, placement=link)

    assert visitors.read_receipt(receipt, placement=link) == (7, BROWSER)
    assert visitors.read_invitation_pass(passed, placement=link) == 7
    assert visitors.read_receipt(receipt, placement=other) is None
    assert visitors.read_invitation_pass(passed, placement=other) is None
    assert visitors.read_receipt(passed, placement=link) is None
    assert visitors.read_page_nonce(receipt, link, now=NOW) is None


def test_hash_tells_placements_apart() -> None:
    """The same browser on two sites cannot be followed from one to the other."""
    one, other = WidgetFactory.create(), WidgetFactory.create()

    assert visitors.hash_of(one, BROWSER) != visitors.hash_of(other, BROWSER)
    assert visitors.hash_of(one, BROWSER) == visitors.hash_of(one, BROWSER)
