"""The lists of those whose score and numbers disagree."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL = reverse("followups:at_risk")


def promoter(name: str, manager: User | None = None) -> Customer:
    """Somebody who recommends us and renews in a month."""
    now = timezone.now()
    customer = CustomerFactory.create(
        name=name,
        account=AccountFactory.create(manager=manager, annual_revenue=1200, currency="EUR"),
        renewal_on=timezone.localdate() + timedelta(days=29),
        last_score=9,
        last_answered_at=now,
    )
    ResponseFactory.create(
        invitation__customer=customer, score=9, reason="All is well here.", answered_at=now
    )
    return customer


def test_reps_begin_with_their_own_and_managers_with_all(
    ines: Rep, petra: User, client_for: ClientFor
) -> None:
    """T12."""
    promoter("Hers", ines.user)
    promoter("Nobodys")

    own, everybodys = (client_for(user).get(URL).content.decode() for user in (ines.user, petra))

    assert ("Hers" in own, "Nobodys" in own) == (True, False)
    assert ("Hers" in everybodys, "Nobodys" in everybodys) == (True, True)
    for words in ("Renews in 29 days", "€1,200", "All is well here."):
        assert words in everybodys


@pytest.mark.parametrize("kind", ["promoters", "fell", "detractors", "nonsense"])
def test_an_empty_list_says_what_to_do_next(ines: Rep, client_for: ClientFor, kind: str) -> None:
    page = client_for(ines.user).get(URL, {"list": kind}).content.decode()

    assert "None of yours" in page
    assert "empty-action" in page


def test_the_customers_page_flags_a_churn_risk(ines: Rep, client_for: ClientFor) -> None:
    """T8."""
    customer = CustomerFactory.create(name="Ana", last_score=3, last_answered_at=timezone.now())
    url = reverse("insights:customer", args=[customer.pk])
    client = client_for(ines.user)

    assert "Churn risk" in client.get(url).content.decode()
    type(customer).objects.filter(pk=customer.pk).update(last_score=9)
    assert "Churn risk" not in client.get(url).content.decode()
