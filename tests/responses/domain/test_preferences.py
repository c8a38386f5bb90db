"""Whoever refuses by the link of an old mail refuses as a person, wherever they are now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.domain import consent, merging
from customers.enums import BlockReason
from customers.models import Contact, Customer
from responses.domain import preferences
from surveys.domain import claiming, whereabouts
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]
LATER = NOW + timedelta(hours=1)


def mailed() -> tuple[Customer, Contact]:
    """Somebody who got a mail of ours, and the address that it went to."""
    row = SentInvitationFactory.create()
    assert row.contact
    return row.customer, row.contact


@pytest.fixture
def moved() -> tuple[Contact, Contact]:
    """The address that got a mail of ours, and the one that its owner has by now."""
    customer, left = mailed()
    now_at = ContactFactory.create()
    Customer.objects.filter(pk=customer.pk).update(contact=now_at, canonical_email="new@example.org")
    return left, now_at


def blocks(*contacts: Contact) -> list[str]:
    return [Contact.objects.get(pk=contact.pk).blocked_reason for contact in contacts]


def pauses(*contacts: Contact) -> list[bool]:
    return [Contact.objects.get(pk=contact.pk).paused_until is not None for contact in contacts]


def test_refusing_by_an_old_mail_holds_at_the_new_address(moved: tuple[Contact, Contact]) -> None:
    """G61: nothing is sent to somebody who refused, whatever address they have."""
    planned = InvitationFactory.create(customer=Customer.objects.get())

    assert preferences.stop(contact=moved[0], now=NOW)

    assert blocks(*moved) == ["unsubscribed", "unsubscribed"]
    assert claiming.claim(now=NOW).claimed == 0
    planned.refresh_from_db()
    assert (planned.state, planned.reason) == ("skipped", "unsubscribed")


def test_refusing_after_a_merge_holds_for_who_is_left(manager: User) -> None:
    """T52: the mail went to the one that is gone."""
    (lost, left), kept = mailed(), CustomerFactory.create()
    merging.merge(kept=kept, lost=lost, choices={}, actor=manager, now=NOW)

    preferences.stop(contact=left, now=LATER)

    kept.refresh_from_db()
    assert kept.contact is not None
    assert blocks(left, kept.contact) == ["unsubscribed", "unsubscribed"]


def test_an_address_that_somebody_has_now_speaks_for_nobody_else(moved: tuple[Contact, Contact]) -> None:
    """A mailbox changed hands: its new owner refuses for themselves."""
    CustomerFactory.create(contact=moved[0])

    preferences.stop(contact=moved[0], now=NOW)

    assert blocks(*moved) == ["unsubscribed", ""]


def test_taking_it_back_lifts_what_this_link_refused(moved: tuple[Contact, Contact]) -> None:
    preferences.stop(contact=moved[0], now=NOW)

    assert preferences.resume(contact=moved[0], now=LATER)
    assert blocks(*moved) == ["", ""]


def test_taking_it_back_leaves_a_refusal_of_its_own_alone(moved: tuple[Contact, Contact]) -> None:
    """Whoever reads an old mailbox allows nothing at the new one."""
    consent.block(contact_id=moved[1].pk, reason=BlockReason.UNSUBSCRIBED, now=NOW)
    preferences.stop(contact=moved[0], now=LATER)

    preferences.resume(contact=moved[0], now=LATER)

    assert blocks(*moved) == ["", "unsubscribed"]


def test_a_pause_holds_there_too_and_ends_with_it(moved: tuple[Contact, Contact]) -> None:
    assert preferences.pause(contact=moved[0], months=6, now=NOW)
    assert pauses(*moved) == [True, True]

    assert preferences.end_pause(contact=moved[0], now=LATER)
    assert pauses(*moved) == [False, False]


def test_a_longer_pause_of_its_own_stays(moved: tuple[Contact, Contact]) -> None:
    long = NOW + timedelta(days=400)
    Contact.objects.filter(pk=moved[1].pk).update(paused_until=long)

    preferences.pause(contact=moved[0], months=6, now=NOW)
    preferences.end_pause(contact=moved[0], now=LATER)

    assert Contact.objects.get(pk=moved[1].pk).paused_until == long
    assert pauses(*moved) == [False, True]


def test_whereabouts_of_an_address_in_use_is_that_address(moved: tuple[Contact, Contact]) -> None:
    left, now_at = moved
    _, stranger = mailed()

    assert whereabouts.contacts_now(left.pk) == sorted([left.pk, now_at.pk])
    assert whereabouts.contacts_now(now_at.pk) == [now_at.pk]
    assert whereabouts.contacts_now(stranger.pk) == [stranger.pk]
