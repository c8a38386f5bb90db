"""Favors in a customer's story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from customers.domain import erasure
from insights.domain.story import favors
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")
DAY = timedelta(days=1)


def told(customer: Customer, user: User) -> list[tuple[str, str, str]]:
    entries = favors.entries(customer=customer, user=user, zone=ZoneInfo("Europe/Berlin"), limit=40)
    return [(entry.title, entry.quote, entry.text) for entry in entries]


def test_the_story_tells_what_was_asked_agreed_and_taken_back(viewer: User) -> None:
    """T28: each at its time, with the customer's words and where they may be used."""
    customer = CustomerFactory.create()
    EndorsementFactory.create(
        customer=customer,
        kind="quote",
        state="withdrawn",
        quote="On time.",
        scope="Website",
        evidence="e-mail",
        agreed_at=NOW + DAY,
        decided_at=NOW + 2 * DAY,
        refusal="Called.",
    )

    assert told(customer, viewer) == [
        ("Asked for a quote", "", ""),
        ("Agreed to a quote", "On time.", "Website"),
        ("Took back the consent to a quote", "", "Called."),
    ]


def test_the_story_tells_whom_they_recommended_and_by_whom_they_came(viewer: User) -> None:
    """G33, G74: on both customers' pages."""
    ana, mila = CustomerFactory.create(name="Ana"), CustomerFactory.create(name="Mila")
    ReferralFactory.create(
        advocate=ana, referred=mila, name="Mila", state="won", decided_on=(NOW + DAY).date()
    )

    assert told(ana, viewer) == [
        ("Recommended Mila", "", ""),
        ("Mila became a customer, recommended by them", "", ""),
    ]
    assert told(mila, viewer) == [("Became a customer, recommended by Ana", "", "")]


def test_nothing_is_told_of_whoever_was_erased(admin: User) -> None:
    customer = CustomerFactory.create()
    EndorsementFactory.create(customer=customer)
    ReferralFactory.create(advocate=customer)
    erasure.erase(customer=customer, actor=admin, now=NOW)

    assert told(customer, admin) == []


def test_reps_ask_from_the_customers_page(
    client_for: Callable[[User], Client], rep: User, viewer: User
) -> None:
    """G16, G74: what they did, what is next, and the way to record it."""
    customer = CustomerFactory.create(last_score=9)
    ReferralFactory.create(advocate=customer, name="Mila Berg", named_on=NOW.date())
    page = reverse("insights:customer", args=[customer.pk])
    ask = f"{reverse('advocates:ask')}?customer={customer.pk}"
    refer = f"{reverse('advocates:refer')}?customer={customer.pk}"

    seen = client_for(rep).get(page).content.decode()
    assert "Mila Berg</a>: named" in seen
    assert "Next: a public review or a quote." in seen
    assert ask in seen
    assert refer in seen
    watched = client_for(viewer).get(page).content.decode()
    assert "Mila Berg</a>: named" in watched
    assert ask not in watched
